"""An authorisation server that nobody of careteam wrote, with a FHIR server beside it that trusts its tokens.

glewlwyd.py serve FOLDER     starts both, writes FOLDER/ready.json, and goes on until it is ended
glewlwyd.py visit FOLDER URL goes through login and consent as a user's browser does, and back to careteam
glewlwyd.py device FOLDER CODE  types a device's code
"""
import base64, ctypes, hashlib, hmac, http.client, http.cookiejar, http.server, json, os, signal, socket, sqlite3
import subprocess, sys, time, urllib.error, urllib.parse, urllib.request

KEY = "a key of at least thirty-two bytes for tests"
ADMIN = {"username": "admin", "password": "password"}
USER = {"username": "ada", "password": "ada-has-a-password"}
SCOPES = ["openid", "fhirUser", "launch/patient", "offline_access"] + [
    context + "/" + rest for context in ("patient", "system") for rest in (
        "Communication.crus", "CommunicationRequest.crus", "Task.rus", "Binary.cr", "DocumentReference.crs",
        "CareTeam.rs", "Patient.rs", "Practitioner.rs", "RelatedPerson.rs", "Organization.r", "Subscription.crus")]
# What this server never gives: so that careteam has something to miss.
WITHHELD = {"patient/Binary.cr", "patient/Subscription.crus"}


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *rest): return None


class Session:
    """A browser with cookies, which shows where it is sent instead of going there."""

    def __init__(self, base):
        self.base = base
        self.opener = urllib.request.build_opener(
            Stay, urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar(
                policy=http.cookiejar.DefaultCookiePolicy(strict_ns_domain=0))))

    def send(self, method, path, body=None):
        url = path if path.startswith("http") else self.base + path
        request = urllib.request.Request(url, method=method, data=None if body is None else json.dumps(body).encode())
        if body is not None: request.add_header("Content-Type", "application/json")
        try: answer = self.opener.open(request, timeout=20)
        except urllib.error.HTTPError as error: answer = error
        return answer.status, dict(answer.headers), answer.read()

    def must(self, method, path, body=None):
        status, headers, text = self.send(method, path, body)
        if status != 200: sys.exit("%s %s: %d %s" % (method, path, status, text[:2000].decode()))
        return text


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def die_with_parent():
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def start(folder, port):
    database = sqlite3.connect(folder + "/glewlwyd.db")
    with open("/usr/share/dbconfig-common/data/glewlwyd/install/sqlite3") as script:
        database.executescript(script.read())
    database.close()
    lines = [
        "port=%d" % port, 'bind_address="127.0.0.1"', 'external_url="http://127.0.0.1:%d"' % port,
        'login_url="login.html"', 'api_prefix="api"', 'log_mode="file"', 'log_level="ERROR"',
        'log_file="%s/glewlwyd.log"' % folder, "cookie_secure=0", "session_expiration=3600",
        'session_key="SESSION"', 'admin_scope="g_admin"', 'profile_scope="g_profile"', 'hash_algorithm="SHA512"',
    ] + ['%s_module_path="/usr/lib/glewlwyd/%s"' % names for names in (
        ("user", "user"), ("client", "client"), ("user_auth_scheme", "scheme"), ("plugin", "plugin"))]
    lines.append('database = { type = "sqlite3" path = "%s/glewlwyd.db" }' % folder)
    with open(folder + "/glewlwyd.conf", "w") as file: file.write("\n".join(lines) + "\n")
    child = subprocess.Popen(
        ["glewlwyd", "--config-file=" + folder + "/glewlwyd.conf"], preexec_fn=die_with_parent,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(600):
        if child.poll() is not None: sys.exit("glewlwyd ended: " + open(folder + "/glewlwyd.log").read())
        try:
            with socket.create_connection(("127.0.0.1", port), 1): return child
        except OSError: time.sleep(0.05)
    sys.exit("glewlwyd does not answer")


def set_up(port, keys):
    base = "http://127.0.0.1:%d/api" % port
    admin = Session(base)
    admin.must("POST", "/auth/", ADMIN)
    module = json.loads(admin.must("GET", "/mod/user/database"))
    module["parameters"].setdefault("data-format", {})["fhirUser"] = {"multiple": False, "read": True, "write": True}
    admin.must("PUT", "/mod/user/database", module)
    admin.must("PUT", "/mod/reload/")
    for scope in SCOPES:
        if scope != "openid":
            admin.must("POST", "/scope/", {
                "name": scope, "display_name": scope, "description": scope, "password_required": False, "scheme": {}})
    admin.must("POST", "/user/", USER | {
        "name": "Ada Lovelace", "enabled": True, "fhirUser": "Patient/ada",
        "scope": [scope for scope in SCOPES if not scope.startswith("system/") and scope not in WITHHELD]})
    admin.must("POST", "/mod/plugin/", {
        "module": "oidc", "name": "oidc", "display_name": "OpenID Connect", "order_rank": 0, "readonly": False,
        "parameters": {
            "iss": base + "/oidc", "jwt-type": "sha", "jwt-key-size": "256", "key": KEY,
            "access-token-duration": 3600, "refresh-token-duration": 86400, "code-duration": 600,
            "refresh-token-rolling": True, "refresh-token-one-use": "always", "allow-non-oidc": True,
            "auth-type-code-enabled": True, "auth-type-token-enabled": False, "auth-type-id-token-enabled": False,
            "auth-type-none-enabled": False, "auth-type-password-enabled": False, "auth-type-client-enabled": True,
            "auth-type-refresh-enabled": True, "auth-type-device-enabled": True,
            "device-authorization-expiration": 600, "device-authorization-interval": 1,
            "pkce-allowed": True, "pkce-required": True, "pkce-method-plain-allowed": False,
            "introspection-revocation-allowed": True, "introspection-revocation-allow-target-client": True,
            "request-parameter-allow": True, "client-jwks-parameter": "jwks", "client-pubkey-parameter": "pubkey",
            "subject-type": "public", "oauth-as-iss-id": True, "scope": [], "additional-parameters": [],
            "claims": [{"name": "fhirUser", "type": "string", "user-property": "fhirUser", "mandatory": True,
                        "on-demand": False, "scope": []}],
            "name-claim": "mandatory", "name-claim-scope": []}})
    redirects = ["http://127.0.0.1:%d/callback" % free_port() for _ in range(2)]
    admin.must("POST", "/client/", {
        "client_id": "careteam", "name": "careteam", "enabled": True, "confidential": False, "scope": [],
        "redirect_uri": redirects, "authorization_type": ["code", "refresh_token", "device_authorization"],
        "token_endpoint_auth_method": ["none"]})
    admin.must("POST", "/client/", {
        "client_id": "clinic-cron", "name": "A clinic's cron", "enabled": True, "confidential": True,
        "scope": [scope for scope in SCOPES if scope.startswith("system/")], "jwks": {"keys": keys},
        "authorization_type": ["client_credentials"], "token_endpoint_auth_method": ["private_key_jwt"]})
    return [urllib.parse.urlsplit(redirect).port for redirect in redirects]


def encoded(bytes): return base64.urlsafe_b64encode(bytes).rstrip(b"=").decode()


def key(folder, name):
    """A private key on P-384 in PEM, and its public half as a JSON Web Key."""
    path = "%s/%s.pem" % (folder, name)
    os.umask(0o077)
    subprocess.run(["openssl", "ecparam", "-name", "secp384r1", "-genkey", "-noout", "-out", path], check=True)
    der = subprocess.run(
        ["openssl", "ec", "-in", path, "-pubout", "-outform", "DER"], check=True, capture_output=True).stdout
    point = der[-96:]
    return {"kty": "EC", "crv": "P-384", "kid": name, "alg": "ES384", "use": "sig", "x": encoded(point[:48]),
            "y": encoded(point[48:])}


class Stub(http.server.BaseHTTPRequestHandler):
    """The least of a FHIR server: it is Ada's, empty, and opens to the authorisation server's tokens only."""
    protocol_version = "HTTP/1.1"

    def log_message(self, *words): pass

    def answer(self, status, document):
        body = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/fhir+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def claims(self):
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        if token.count(".") != 2: return None
        text, _, signature = token.rpartition(".")
        expected = encoded(hmac.new(KEY.encode(), text.encode(), hashlib.sha256).digest())
        if not hmac.compare_digest(expected, signature): return None
        payload = text.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        return claims if claims["exp"] > time.time() and claims.get("type") != "refresh_token" else None

    def do_GET(self):
        path = urllib.parse.urlsplit(self.path).path
        if path == "/fhir/.well-known/smart-configuration": return self.answer(200, self.server.configuration)
        if path == "/fhir/metadata":
            types = ["CommunicationRequest", "Communication", "Task", "Patient"]
            return self.answer(200, {
                "resourceType": "CapabilityStatement", "fhirVersion": "4.0.1", "status": "active", "kind": "instance",
                "rest": [{"mode": "server", "resource": [{"type": type} for type in types]}]})
        if not self.claims(): return self.answer(401, {"resourceType": "OperationOutcome"})
        self.answer(200, {"resourceType": "Bundle", "type": "searchset", "entry": []})

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.do_GET()


def serve(folder):
    port = free_port()
    start(folder, port)
    ports = set_up(port, [key(folder, "clinic")])
    base = "http://127.0.0.1:%d/api/oidc" % port
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Stub)
    # The issuer's own metadata has the device grant and the revocation, and careteam must find them there.
    server.configuration = {
        "issuer": base, "authorization_endpoint": base + "/auth", "token_endpoint": base + "/token",
        "code_challenge_methods_supported": ["S256"], "capabilities": ["launch-standalone", "permission-v2"]}
    url = "http://127.0.0.1:%d/fhir" % server.server_address[1]
    with open(folder + "/ready.tmp", "w") as file:
        json.dump({"url": url, "port": port, "redirectPorts": ports, "key": folder + "/clinic.pem"}, file)
    os.rename(folder + "/ready.tmp", folder + "/ready.json")
    server.serve_forever()


def user(folder):
    with open(folder + "/ready.json") as file: port = json.load(file)["port"]
    session = Session("http://127.0.0.1:%d/api" % port)
    session.must("POST", "/auth/", USER)
    return session


def visit(folder, url):
    session = user(folder)
    query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(url).query))
    session.must("PUT", "/auth/grant/" + query["client_id"], {"scope": query["scope"]})
    status, headers, text = session.send("GET", url + "&g_continue")
    with open(folder + "/visit.log", "a") as file: print(status, headers.get("Location"), text[:500], file=file)
    with urllib.request.urlopen(headers["Location"], timeout=20) as page:
        with open(folder + "/visit.html", "wb") as file: file.write(page.read())


def device(folder, code):
    session = user(folder)
    session.must("PUT", "/auth/grant/careteam", {"scope": " ".join(
        scope for scope in SCOPES if not scope.startswith("system/"))})
    status, headers, text = session.send("GET", "/oidc/device?code=" + urllib.parse.quote(code) + "&g_continue")
    with open(folder + "/visit.log", "a") as file: print(status, headers.get("Location"), text[:500], file=file)


{"serve": serve, "visit": visit, "device": device}[sys.argv[1]](*sys.argv[2:])
