"""A provider of single sign-on in a thread: discovery, authorisation, tokens signed by RS256, keys, who the user is."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "communique", "a-secret-of-the-test"


class Provider:
    """Whoever comes is ``email``, and that address is vouched for when ``vouches`` says so."""

    def __init__(self, email: str, *, vouches: bool = True) -> None:
        self.email, self.vouches, self.refuses = email, vouches, False
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.codes: dict[str, dict[str, str]] = {}
        self.tokens: set[str] = set()
        house = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
                house.answer(self, parts.path, asked)

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                house.answer(self, self.path, {name: values[0] for name, values in parse_qs(body).items()})

            def log_message(self, *_: Any) -> None:
                """Says nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever)

    def __enter__(self) -> Provider:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.thread.join(10)
        self.server.server_close()

    def settings(self) -> dict[str, Any]:
        """As the house's settings name a provider."""
        app = {"provider_id": "oidc", "name": "Ministry", "client_id": CLIENT, "secret": SECRET}
        app["settings"] = {"server_url": self.url, "token_auth_method": None}  # type: ignore[assignment]
        return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}

    def answer(self, to: BaseHTTPRequestHandler, path: str, asked: dict[str, str]) -> None:
        if path == "/authorize":
            said = self.authorise(asked)
            to.send_response(302)
            to.send_header("Location", f"{asked['redirect_uri']}?{urlencode(said)}")
            to.end_headers()
            return
        status, said = {
            "/.well-known/openid-configuration": self.discovery,
            "/keys": self.keys,
            "/token": lambda: self.token(asked),
            "/who": lambda: self.who(to.headers.get("Authorization", "")),
        }.get(path, lambda: (404, {}))()
        body = json.dumps(said).encode()
        to.send_response(status)
        to.send_header("Content-Type", "application/json")
        to.send_header("Content-Length", str(len(body)))
        to.end_headers()
        to.wfile.write(body)

    def discovery(self) -> tuple[int, dict[str, Any]]:
        places = {"authorization": "authorize", "token": "token", "userinfo": "who"}
        return 200, {
            "issuer": self.url,
            "jwks_uri": f"{self.url}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            **{f"{name}_endpoint": f"{self.url}/{place}" for name, place in places.items()},
        }

    def keys(self) -> tuple[int, dict[str, Any]]:
        key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return 200, {"keys": [{**key, "kid": "1", "alg": "RS256", "use": "sig"}]}

    def authorise(self, asked: dict[str, str]) -> dict[str, str]:
        if self.refuses:
            return {"error": "access_denied", "state": asked["state"]}
        code = secrets.token_urlsafe(8)
        self.codes[code] = asked
        return {"code": code, "state": asked["state"]}

    def token(self, asked: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """A code is worth a token once, to the client that it was made for, and to who began."""
        began = self.codes.pop(asked.get("code", ""), None)
        verifier = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).decode().rstrip("=")
        known = (asked.get("client_id"), asked.get("client_secret")) == (CLIENT, SECRET)
        if began is None or not known or began["code_challenge"] != challenge:
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300, **self.claims()}
        token = secrets.token_urlsafe(8)
        self.tokens.add(token)
        signed = jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "1"})
        return 200, {"access_token": token, "token_type": "Bearer", "expires_in": 300, "id_token": signed}

    def who(self, authorisation: str) -> tuple[int, dict[str, Any]]:
        known = authorisation.removeprefix("Bearer ") in self.tokens
        return (200, self.claims()) if known else (401, {})

    def claims(self) -> dict[str, Any]:
        return {"sub": f"subject of {self.email}", "email": self.email, "email_verified": self.vouches}
