#!/usr/bin/python3
"""Uses a server's login as a program that nobody here wrote does: Authlib.

usage: authlib_client.py keys FOLDER
       authlib_client.py run URL FOLDER

`keys` makes the keys of two backends in the folder: NAME.pem, and NAME.json with their public half. `run` goes through
each way to a token at the FHIR base URL, walking the pages' forms as a browser does, and prints a line for each that worked.
"""

import json
import os
import pathlib
import sys
import time
from html.parser import HTMLParser
from urllib.parse import parse_qs, urljoin, urlsplit

import requests
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session, OAuthError
from authlib.jose import JsonWebKey, jwt
from authlib.oauth2.rfc7523 import PrivateKeyJWT, private_key_jwt_sign
from authlib.oidc.core import CodeIDToken

os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # loopback only

BACKENDS = {"es384": ("ES384", "EC", "P-384"), "rs384": ("RS384", "RSA", 2048)}
REDIRECT = "http://127.0.0.1:49152/callback"
DEVICE = "urn:ietf:params:oauth:grant-type:device_code"


class Form(HTMLParser):
    """The first form of a page: where it goes, and what a browser would send with the first of its buttons."""

    def __init__(self, page):
        super().__init__()
        self.action, self.fields, self.closed = None, {}, False
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if tag == "form" and self.action is None:
            self.action = values["action"]
        elif tag in ("input", "button") and self.action and not self.closed and values.get("name"):
            if values.get("type") != "checkbox" or "checked" in values:
                self.fields.setdefault(values["name"], values.get("value", ""))

    def handle_endtag(self, tag):
        self.closed = self.closed or tag == "form" and self.action is not None


def send(browser, page, **answers):
    form = Form(page.text)
    return browser.post(
        urljoin(page.url, form.action), data=form.fields | answers, allow_redirects=False, timeout=20)


def follow(browser, answer):
    assert answer.status_code == 303, (answer.status_code, answer.text)
    return browser.get(urljoin(answer.url, answer.headers["Location"]), timeout=20)


class ShortPrivateKeyJWT(PrivateKeyJWT):
    """Authlib's assertions live for an hour, and SMART allows five minutes."""

    def sign(self, auth, token_endpoint):
        return private_key_jwt_sign(
            auth.client_secret, client_id=auth.client_id, token_endpoint=token_endpoint, alg=self.alg, expires_in=300)


def make_keys(folder):
    for name, (_, kind, size) in BACKENDS.items():
        key = JsonWebKey.generate_key(kind, size, {"kid": name}, is_private=True)
        (folder / f"{name}.pem").write_bytes(key.as_pem(is_private=True))
        (folder / f"{name}.json").write_text(json.dumps({"keys": [key.as_dict(is_private=False)]}))


def code_and_pkce(base, metadata, browser):
    verifier, nonce = generate_token(64), generate_token(20)
    client = OAuth2Session(
        "careteam", redirect_uri=REDIRECT, code_challenge_method="S256", token_endpoint_auth_method="none",
        scope="openid fhirUser launch/patient offline_access patient/Communication.rs patient/Task.rs")
    url, _ = client.create_authorization_url(
        metadata["authorization_endpoint"], code_verifier=verifier, aud=base, nonce=nonce)
    login = browser.get(url, timeout=20)
    consent = follow(browser, send(browser, login, login="ada", password="sample-clinic"))
    back = send(browser, consent).headers["Location"]
    assert parse_qs(urlsplit(back).query)["iss"] == [metadata["issuer"]], back
    token = client.fetch_token(
        metadata["token_endpoint"], authorization_response=back, code_verifier=verifier)
    keys = JsonWebKey.import_key_set(requests.get(metadata["jwks_uri"], timeout=20).json())
    claims = jwt.decode(
        token["id_token"], keys, claims_cls=CodeIDToken,
        claims_options={"iss": {"value": metadata["issuer"]}, "aud": {"value": "careteam"}},
        claims_params={"nonce": nonce, "client_id": "careteam"})
    claims.validate(leeway=10)
    assert claims["fhirUser"] == f"{base}/Patient/ada-lindqvist", claims
    assert client.get(f"{base}/Communication?_count=1", timeout=20).json()["resourceType"] == "Bundle"
    assert client.get(f"{base}/CareTeam", timeout=20).status_code == 403
    return client


def refresh(base, metadata, client):
    before = client.token["refresh_token"]
    token = client.refresh_token(metadata["token_endpoint"])
    assert token["refresh_token"] != before
    assert client.get(f"{base}/Task?_count=1", timeout=20).status_code == 200


def revoke(base, metadata, client):
    answer = client.revoke_token(metadata["revocation_endpoint"], token=client.token["refresh_token"])
    assert answer.status_code == 200, answer.text
    assert client.get(f"{base}/Task?_count=1", timeout=20).status_code == 401


def device(base, metadata, browser):
    client = OAuth2Session("careteam", token_endpoint_auth_method="none")
    begun = requests.post(
        metadata["device_authorization_endpoint"], timeout=20,
        data={"client_id": "careteam", "scope": "patient/Communication.rs"}).json()
    try:
        client.fetch_token(metadata["token_endpoint"], grant_type=DEVICE, device_code=begun["device_code"])
        raise AssertionError("a token for nothing")
    except OAuthError as error:
        assert error.error == "authorization_pending", error
    page = browser.get(begun["verification_uri_complete"], timeout=20)
    consent = send(browser, page)
    consent.url = page.url
    assert "is connected" in send(browser, consent).text
    end = time.monotonic() + 60
    while True:
        time.sleep(begun["interval"])
        try:
            token = client.fetch_token(metadata["token_endpoint"], grant_type=DEVICE, device_code=begun["device_code"])
            break
        except OAuthError as error:
            assert error.error in ("authorization_pending", "slow_down") and time.monotonic() < end, error
    assert token["patient"] == "ada-lindqvist", token
    assert client.get(f"{base}/Communication?_count=1", timeout=20).status_code == 200


def backend(base, metadata, name, folder):
    endpoint = metadata["token_endpoint"]
    client = OAuth2Session(
        name, (folder / f"{name}.pem").read_text(), token_endpoint_auth_method="private_key_jwt",
        revocation_endpoint_auth_method="private_key_jwt", scope="system/Patient.rs")
    client.register_client_auth_method(ShortPrivateKeyJWT(endpoint, alg=BACKENDS[name][0]))
    token = client.fetch_token(endpoint, grant_type="client_credentials")
    assert token["scope"] == "system/Patient.rs" and token["expires_in"] == 300, token
    assert client.get(f"{base}/Patient", timeout=20).json()["entry"]
    facts = client.introspect_token(
        metadata["introspection_endpoint"], token=token["access_token"], auth=client.client_auth("private_key_jwt"))
    assert facts.json()["active"] and facts.json()["client_id"] == name, facts.text
    client.register_client_auth_method(PrivateKeyJWT(endpoint, alg=BACKENDS[name][0]))
    try:
        client.fetch_token(endpoint, grant_type="client_credentials")
        raise AssertionError("an assertion that lives for an hour was taken")
    except OAuthError as error:
        assert error.error == "invalid_client", error


def run(base, folder):
    origin = base.removesuffix("/fhir")
    metadata = requests.get(f"{origin}/.well-known/openid-configuration", timeout=20).json()
    assert metadata == requests.get(f"{base}/.well-known/smart-configuration", timeout=20).json()
    browser = requests.Session()
    client = code_and_pkce(base, metadata, browser)
    print("code", flush=True)
    refresh(base, metadata, client)
    print("refresh", flush=True)
    revoke(base, metadata, client)
    print("revoke", flush=True)
    device(base, metadata, browser)
    print("device", flush=True)
    for name in BACKENDS:
        backend(base, metadata, name, folder)
        print(name, flush=True)


if sys.argv[1] == "keys":
    make_keys(pathlib.Path(sys.argv[2]))
else:
    run(sys.argv[2], pathlib.Path(sys.argv[3]))
