"""Goes through the login and consent of careteam's own server as a browser without JavaScript does.

visitor.py FOLDER LOGIN PASSWORD DECISION URL   follows the forms, and the way back to careteam, unless FOLDER/stay is
                                                there; writes where it was sent last to FOLDER/ended
"""
import html, http.cookiejar, os, re, sys, urllib.error, urllib.parse, urllib.request

folder, login, password, decision, url = sys.argv[1:]


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *rest): return None


opener = urllib.request.build_opener(Stay, urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))


def send(url, form=None):
    request = urllib.request.Request(url, data=form and urllib.parse.urlencode(form).encode())
    if form: request.add_header("Origin", "{0.scheme}://{0.netloc}".format(urllib.parse.urlsplit(url)))
    try: return opener.open(request, timeout=20)
    except urllib.error.HTTPError as error: return error


answer, typed = send(url), False
for _ in range(12):
    if answer.status in (302, 303):
        url = urllib.parse.urljoin(url, answer.headers["Location"])
        with open(folder + "/ended", "w") as file: file.write(url)
        if "/callback?" in url and os.path.exists(folder + "/stay"): break
        answer = send(url)
        continue
    text = answer.read().decode()
    form = re.search(r'<form method="post" action="([^"]*)">(.*?)</form>', text, re.S)
    if not form or "/callback?" in url: break
    fields = {}
    for tag in re.findall(r"<input[^>]*>", form[2], re.S):
        of = lambda name: html.unescape((re.search(name + r'="([^"]*)"', tag) or ["", ""])[1])
        fields[of("name")] = of("value")
    choice = re.search(r'<option value="([^"]+)"', form[2])
    if choice: fields["patient"] = html.unescape(choice[1])
    if "password" in fields:
        if typed: break
        fields |= {"login": login, "password": password}
        typed = True
    elif "device" in form[1] and 'value="look"' in form[2]: fields["decision"] = "look"
    else: fields["decision"] = decision
    url = urllib.parse.urljoin(url, html.unescape(form[1]))
    answer = send(url, fields)
