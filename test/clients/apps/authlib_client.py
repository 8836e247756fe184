"""Authlib as a client: discovery, a code with PKCE, tokens, the ID token checked, userinfo, refresh, revocation.

Told everything in the variable APP; prints one line of JSON.
"""
import json
import os
from urllib.parse import urljoin

import requests
from authlib.integrations.requests_client import OAuth2Session
from authlib.jose import JsonWebKey, jwt
from authlib.common.security import generate_token

app = json.loads(os.environ["APP"])
found = requests.get(app["issuer"] + "/.well-known/openid-configuration", timeout=10).json()
verifier, nonce = generate_token(48), generate_token(20)
client = OAuth2Session(
    "outside",
    app["secret"],
    token_endpoint_auth_method=app.get("method", "client_secret_basic"),
    revocation_endpoint_auth_method=app.get("method", "client_secret_basic"),
    scope="openid profile",
    redirect_uri=app["home"] + "/callback",
    code_challenge_method="S256",
)
address, state = client.create_authorization_url(
    found["authorization_endpoint"], code_verifier=verifier, nonce=nonce, login_hint=app["loginHint"]
)
# The person's browser: the test eID's hint logs in without a page, so the answer is where the last redirect would lead.
answer = requests.get(address, allow_redirects=False, timeout=10)
returned = urljoin(address, answer.headers["location"])
token = client.fetch_token(
    found["token_endpoint"], authorization_response=returned, state=state, code_verifier=app.get("verifier", verifier)
)
keys = JsonWebKey.import_key_set(requests.get(found["jwks_uri"], timeout=10).json())
claims = jwt.decode(
    token["id_token"],
    keys,
    claims_options={
        "iss": {"essential": True, "value": app["issuer"]},
        "aud": {"essential": True, "value": "outside"},
        "nonce": {"essential": True, "value": nonce},
    },
)
claims.validate()
said = {"claims": dict(claims), "userinfo": client.get(found["userinfo_endpoint"]).json()}
if "refresh_token" in token:
    fresh = client.refresh_token(found["token_endpoint"], refresh_token=token["refresh_token"])
    said["refreshed"] = fresh["access_token"] != token["access_token"]
    client.revoke_token(found["revocation_endpoint"], token=fresh["refresh_token"], token_type_hint="refresh_token")
    said["after_revocation"] = client.get(found["userinfo_endpoint"]).status_code
print(json.dumps(said))
