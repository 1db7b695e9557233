"""Writes the vectors of interop-1 section 4: receipts in the form of AIR v1, the attestation documents behind them, and what is wrong with them.

    python3 spec/interop-1/air.py        (needs the package cryptography, 44 or newer)

Independent of the C# code: it derives the claims from the bundles of spec/receipt-1/vectors. Every key is made for these files from a public text and is worth
nothing; a second run writes the same bytes. No document here is of a real platform: each has an authority of its own.
"""
import base64
import datetime
import hashlib
import json
import os
import struct

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, utils
from cryptography.x509.oid import NameOID

HERE = os.path.dirname(os.path.abspath(__file__))
RECEIPTS = os.path.join(HERE, "..", "receipt-1", "vectors")
OUT = os.path.join(HERE, "air")
ISSUED_AT = 1_790_000_000
PROFILE = "https://spec.cyntrisec.com/air/v1"
CURVES = {256: (ec.SECP256R1(), hashes.SHA256()), 384: (ec.SECP384R1(), hashes.SHA384())}


def sha256(data):
    return hashlib.sha256(data).digest()


def seed(text):
    return sha256(b"interop-1 " + text.encode())


# --- CBOR -------------------------------------------------------------------------------------------------------------------------

def head(major, number):
    for extra, width in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if number < 24:
            return bytes([major << 5 | number])
        if number < 1 << 8 * width:
            return bytes([major << 5 | extra]) + number.to_bytes(width, "big")
    raise ValueError(number)


def cbor(value, order=sorted):
    if isinstance(value, int):
        return head(0, value) if value >= 0 else head(1, -1 - value)
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    if isinstance(value, list):
        return head(4, len(value)) + b"".join(cbor(item, order) for item in value)
    if value is None:
        return b"\xf6"
    return head(5, len(value)) + b"".join(key + item for key, item in order((cbor(k, order), cbor(v, order)) for k, v in value.items()))


def cose_sign1(protected, payload, sign, tag=b"\xd2"):
    return tag + cbor([protected, {}, payload, sign(cbor(["Signature1", protected, b"", payload]))])


# --- the claims of a bundle -------------------------------------------------------------------------------------------------------

def bundle_of(name):
    with open(os.path.join(RECEIPTS, name + ".json"), encoding="utf-8") as file:
        text = json.load(file)["bundle"]
    return base64.b64decode(text) if isinstance(text, str) else json.dumps(text).encode()


def leaves_hash(bundle, tree):
    out = hashlib.sha256()
    for leaf in sorted((d for d in bundle["disclosures"] if d["tree"] == tree), key=lambda d: int(d["index"])):
        kind, label, content = leaf["kind"].encode(), leaf["label"].encode(), base64.b64decode(leaf["content"])
        out.update(bytes([len(kind)]) + kind + struct.pack(">H", len(label)) + label + struct.pack(">Q", len(content)) + content)
    return out.digest()


def log_index(bundle):
    proof = next(e for e in bundle["evidence"] if e["type"] == "tlog-proof/v1")["proof"]
    return next(int(line.split()[1]) for line in base64.b64decode(proof).decode().split("\n") if line.startswith("index "))


def claims_of(raw, document, platform, registers, **more):
    bundle = json.loads(raw)
    payload = base64.b64decode(bundle["dsse"]["payload"])
    receipt = json.loads(payload)["predicate"]
    claims = {
        1: "urn:opengradient:key:" + receipt["issuer"]["key"],
        6: int(receipt["issuedAt"]),
        7: sha256(payload)[:16],
        265: PROFILE,
        -65537: receipt["model"]["name"],
        -65538: receipt["model"]["program"],
        -65539: bytes.fromhex(receipt["model"]["id"]),
        -65540: leaves_hash(bundle, "input"),
        -65541: leaves_hash(bundle, "output"),
        -65542: sha256(document),
        -65543: {"measurement_type": platform, **registers},
        -65544: "policy-2026.11",
        -65545: log_index(bundle),
        -65546: 116,
        -65547: 512,
        -65548: "production",
        -65549: "sha256-manifest",
    }
    nonce = bytes.fromhex(receipt["nonce"]["client"])
    if len(nonce) >= 8:
        claims[10] = nonce
    claims.update(more)
    return {key: value for key, value in claims.items() if value is not None}


# --- keys and certificates --------------------------------------------------------------------------------------------------------

def key(name, bits):
    scalar = hashlib.shake_256(("interop-1 " + name).encode()).digest(bits // 8)
    return ec.derive_private_key(int.from_bytes(scalar, "big") >> 3 | 1, CURVES[bits][0])


def raw_sign(private, bits):
    def sign(data):
        r, s = utils.decode_dss_signature(private.sign(data, ec.ECDSA(CURVES[bits][1], deterministic_signing=True)))
        return r.to_bytes(bits // 8, "big") + s.to_bytes(bits // 8, "big")
    return sign


def point(private):
    return private.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)[1:]


def name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def certificate(subject, private, issuer, issuer_private, serial, ca, start=ISSUED_AT - 3600, end=ISSUED_AT + 7200, hash_of=hashes.SHA384):
    usage = dict.fromkeys(["digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
                           "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"], False)
    usage["key_cert_sign" if ca else "digital_signature"] = True
    at = lambda time: datetime.datetime.fromtimestamp(time, datetime.timezone.utc)
    return (x509.CertificateBuilder().subject_name(name(subject)).issuer_name(name(issuer)).public_key(private.public_key()).serial_number(serial)
            .not_valid_before(at(start)).not_valid_after(at(end))
            .add_extension(x509.BasicConstraints(ca, None), True).add_extension(x509.KeyUsage(**usage), True)
            .sign(issuer_private, hash_of(), ecdsa_deterministic=True))


def der(cert):
    return cert.public_bytes(serialization.Encoding.DER)


def pem(cert):
    return cert.public_bytes(serialization.Encoding.PEM).decode()


AIR_SEED = seed("air key")
AIR_KEY = ed25519.Ed25519PrivateKey.from_private_bytes(AIR_SEED)
OTHER_KEY = ed25519.Ed25519PrivateKey.from_private_bytes(seed("another air key"))
public = lambda private: private.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)

NITRO_ROOT_KEY, NITRO_MIDDLE_KEY, NITRO_LEAF_KEY = key("nitro root", 384), key("nitro intermediate", 384), key("nitro leaf", 384)
LONG = {"start": ISSUED_AT - 86400 * 365, "end": ISSUED_AT + 86400 * 365 * 9}
NITRO_ROOT = certificate("TEST nitro root", NITRO_ROOT_KEY, "TEST nitro root", NITRO_ROOT_KEY, 1, True, **LONG)
NITRO_MIDDLE = certificate("TEST nitro intermediate", NITRO_MIDDLE_KEY, "TEST nitro root", NITRO_ROOT_KEY, 2, True, **LONG)
NITRO_LEAF = certificate("TEST nitro enclave", NITRO_LEAF_KEY, "TEST nitro intermediate", NITRO_MIDDLE_KEY, 3, False)
STRANGE_ROOT = certificate("TEST nitro root", key("strange root", 384), "TEST nitro root", key("strange root", 384), 1, True, **LONG)
TDX_ROOT_KEY, TDX_LEAF_KEY, QUOTING_KEY = key("tdx root", 256), key("tdx platform", 256), key("tdx quoting enclave", 256)
TDX_ROOT = certificate("TEST tdx root", TDX_ROOT_KEY, "TEST tdx root", TDX_ROOT_KEY, 1, True, hash_of=hashes.SHA256, **LONG)
TDX_LEAF = certificate("TEST tdx platform", TDX_LEAF_KEY, "TEST tdx root", TDX_ROOT_KEY, 2, False, hash_of=hashes.SHA256, **LONG)


# --- attestation documents --------------------------------------------------------------------------------------------------------

PCRS = {**{index: hashlib.sha384(b"pcr %d" % index).digest() for index in range(3)}, **{index: bytes(48) for index in range(3, 16)}}
PCR_CLAIMS = {f"pcr{index}": PCRS[index] for index in (0, 1, 2, 3, 4, 8)}
DEBUG_PCRS = {index: bytes(48) for index in range(16)}
ES384_HEADER = cbor({1: -35})


def as_written(entries):
    return list(entries)


def nitro(issuer, air_key=public(AIR_KEY), pcrs=PCRS, leaf=NITRO_LEAF, leaf_key=NITRO_LEAF_KEY, timestamp=ISSUED_AT * 1000 - 60_000, open_map=False, tag=b"",
          header=ES384_HEADER, change=lambda document: None):
    document = {"module_id": "i-0123456789abcdef0-enc0123456789abcdef", "digest": "SHA384", "timestamp": timestamp, "pcrs": pcrs, "certificate": der(leaf),
                "cabundle": [der(NITRO_ROOT), der(NITRO_MIDDLE)], "public_key": air_key, "user_data": issuer, "nonce": None}
    change(document)
    payload = cbor(document, as_written)
    if open_map:
        payload = b"\xbf" + payload[1:] + b"\xff"
    return cose_sign1(header, payload, raw_sign(leaf_key, 384), tag)


MRTD = hashlib.sha384(b"mrtd").digest()
RTMRS = [hashlib.sha384(b"rtmr %d" % index).digest() for index in range(4)]
INTEL = bytes.fromhex("dc9e2a7c6f948f17474e34a7fc43ed030f7c1563f1babddf6340c82e0e54a8c5")  # MRSIGNER of the TD quoting enclave, as Intel publishes it
TDX_CLAIMS = {f"pcr{index}": value for index, value in enumerate([MRTD, *RTMRS])}


def tdx(issuer, air_key=public(AIR_KEY), version=4, attributes=bytes(8), quoting_key=QUOTING_KEY, named_key=None, platform_key=TDX_LEAF_KEY, trailing=b"", chain=(TDX_LEAF, TDX_ROOT),
        misc=0, enclave_attributes=bytes([0x15]) + bytes(7) + b"\xe7" + bytes(7), signer=INTEL, product=2):
    body = bytes(120) + attributes + bytes(8) + MRTD + bytes(144) + b"".join(RTMRS) + sha256(air_key) + issuer
    assert len(body) == 584
    descriptor = b""
    if version == 5:
        body += bytes(64)
        descriptor = struct.pack("<HI", 3, len(body))
    signed = struct.pack("<HHI", version, 2, 0x81) + bytes(40) + descriptor + body
    data = bytes(range(32))
    identity = bytes(16) + struct.pack("<I", misc) + bytes(28) + enclave_attributes + bytes(64) + signer + bytes(96) + struct.pack("<HH", product, 6)
    report = identity.ljust(320, b"\0") + sha256(point(named_key or quoting_key) + data) + bytes(32)
    certificates = "".join(pem(cert) for cert in chain).encode() + b"\0"
    certification = report + raw_sign(platform_key, 256)(report) + struct.pack("<H", len(data)) + data + struct.pack("<HI", 5, len(certificates)) + certificates
    signature = raw_sign(quoting_key, 256)(signed) + point(quoting_key) + struct.pack("<HI", 6, len(certification)) + certification
    return signed + struct.pack("<I", len(signature)) + signature + trailing


# --- writing ----------------------------------------------------------------------------------------------------------------------

written = 0
b64 = lambda data: base64.b64encode(data).decode()


def write(title, members):
    global written
    os.makedirs(OUT, exist_ok=True)
    with open(os.path.join(OUT, title + ".json"), "w", encoding="utf-8") as file:
        json.dump({"name": title, **members}, file, indent=2)
        file.write("\n")
    written += 1


def air(claims, private=AIR_KEY):
    return cose_sign1(cbor({1: -8, 3: 61}), cbor(claims), private.sign)


def judged(title, receipt, code="OK", twin=None, document_code=None, bundle=None, document=None, roots=(NITRO_ROOT,), private=AIR_KEY):
    members = {"receipt": b64(receipt), "key": public(private).hex()}
    if bundle is not None:
        members["bundle"] = b64(bundle)
    if document is not None:
        members |= {"document": b64(document), "roots": "".join(pem(root) for root in roots)}
    write(title, members | {"code": code, "twinCode": twin, "documentCode": document_code})


def exported(title, bundle, document, claims=None, refused=None, roots=(NITRO_ROOT,), time=116, memory=512, policy="policy-2026.11", mode="production"):
    members = {"bundle": b64(bundle), "document": b64(document), "roots": "".join(pem(root) for root in roots), "seed": AIR_SEED.hex(),
               "executionTimeMs": time, "memoryPeakMb": memory, "policyVersion": policy, "securityMode": mode}
    write("export-" + title, members | ({"receipt": b64(air(claims))} if claims else {"refused": refused}))


CHAT, TENSOR, PARTLY, UNLOGGED = (bundle_of(f"accept-{title}") for title in ("chat", "tensor", "partly-disclosed", "no-log-proof-needed"))
ISSUER = bytes.fromhex(json.loads(base64.b64decode(json.loads(CHAT)["dsse"]["payload"]))["predicate"]["issuer"]["key"])
NITRO = nitro(ISSUER)
TDX = tdx(ISSUER)


def chat_claims(document=NITRO, **more):
    return claims_of(CHAT, document, "nitro-pcr", PCR_CLAIMS, **more)


def other(claim, value, document=NITRO):
    return air({**chat_claims(document), claim: value})


def export_vectors():
    exported("nitro", CHAT, NITRO, chat_claims())
    exported("nitro-no-nonce", TENSOR, NITRO, claims_of(TENSOR, NITRO, "nitro-pcr", PCR_CLAIMS))
    open_map, tagged = nitro(ISSUER, open_map=True), nitro(ISSUER, tag=b"\xd2")
    exported("nitro-map-without-length", CHAT, open_map, chat_claims(open_map))
    exported("nitro-tagged", CHAT, tagged, chat_claims(tagged))
    for title, quote in (("tdx", TDX), ("tdx-version-5", tdx(ISSUER, version=5)), ("tdx-trailing-zeros", tdx(ISSUER, trailing=bytes(70)))):
        exported(title, CHAT, quote, claims_of(CHAT, quote, "tdx-mrtd-rtmr", TDX_CLAIMS), roots=(TDX_ROOT,))
    debug, debug_tdx = nitro(ISSUER, pcrs=DEBUG_PCRS), tdx(ISSUER, attributes=b"\1" + bytes(7))
    exported("nitro-debug-evaluation", CHAT, debug, claims_of(CHAT, debug, "nitro-pcr", dict.fromkeys(PCR_CLAIMS, bytes(48))) | {-65548: "evaluation"}, mode="evaluation")
    exported("longest-time", CHAT, NITRO, chat_claims() | {-65546: 999, -65547: 0}, time=999, memory=0)

    exported("nitro-debug-production", CHAT, debug, refused="security_mode")
    exported("tdx-debug-production", CHAT, debug_tdx, refused="security_mode", roots=(TDX_ROOT,))
    exported("partly-disclosed", PARTLY, NITRO, refused="request_hash")
    exported("not-logged", UNLOGGED, NITRO, refused="sequence_number")
    exported("log-proof-of-another-index", bundle_of("log-inclusion-index"), NITRO, refused="sequence_number")
    exported("signature-forged", bundle_of("signature-forged"), NITRO, refused="cti")
    exported("another-key", CHAT, nitro(ISSUER, public(OTHER_KEY)), refused="attestation_doc_hash")
    exported("no-key", CHAT, nitro(ISSUER, None), refused="attestation_doc_hash")
    exported("another-issuer", CHAT, nitro(sha256(b"another issuer")), refused="attestation_doc_hash")
    exported("no-issuer", CHAT, nitro(None), refused="attestation_doc_hash")
    exported("tdx-another-key", CHAT, tdx(ISSUER, public(OTHER_KEY)), refused="attestation_doc_hash", roots=(TDX_ROOT,))
    exported("tdx-another-issuer", CHAT, tdx(sha256(b"another issuer")), refused="attestation_doc_hash", roots=(TDX_ROOT,))
    exported("another-root", CHAT, NITRO, refused="attestation_doc_hash", roots=(STRANGE_ROOT,))
    exported("no-root", CHAT, NITRO, refused="attestation_doc_hash", roots=())
    exported("signature-changed", CHAT, NITRO[:-1] + bytes([NITRO[-1] ^ 1]), refused="attestation_doc_hash")
    exported("time-of-more-than-the-receipt", CHAT, NITRO, refused="execution_time_ms", time=1000)
    exported("time-negative", CHAT, NITRO, refused="execution_time_ms", time=-1)
    exported("memory-negative", CHAT, NITRO, refused="memory_peak_mb", memory=-1)
    exported("policy-empty", CHAT, NITRO, refused="policy_version", policy="")
    exported("mode-unknown", CHAT, NITRO, refused="security_mode", mode="debug")


def twin_vectors():
    judged("twin-ok", air(chat_claims()), twin="ok", bundle=CHAT)
    judged("twin-of-another-receipt", air(chat_claims()), twin="receipt-differs", bundle=TENSOR)
    judged("twin-bundle-is-none", air(chat_claims()), twin="bundle-invalid", bundle=b"{}")
    judged("twin-bundle-forged", air(chat_claims()), twin="bundle-invalid", bundle=bundle_of("signature-forged"))
    judged("twin-issuer", other(1, "urn:opengradient:key:" + "00" * 32), twin="issuer-mismatch", bundle=CHAT)
    judged("twin-issuer-of-another-form", other(1, "node.example"), twin="issuer-mismatch", bundle=CHAT)
    for title, claim, value in (("time", 6, ISSUED_AT + 1), ("model-name", -65537, "gpt-5"), ("program", -65538, "00" * 32), ("model", -65539, sha256(b"another model")),
                                ("request", -65540, sha256(b"")), ("response", -65541, sha256(b"")), ("index", -65545, 1_000_000), ("scheme", -65549, "sha256-single"),
                                ("nonce", 10, bytes(16))):
        judged(f"twin-{title}-differs", other(claim, value), twin="claim-differs", bundle=CHAT)
    judged("twin-no-scheme", air({k: v for k, v in chat_claims().items() if k != -65549}), twin="claim-differs", bundle=CHAT)
    judged("twin-no-nonce", air({k: v for k, v in chat_claims().items() if k != 10}), twin="claim-differs", bundle=CHAT)
    judged("twin-nonce-added", air({**claims_of(TENSOR, NITRO, "nitro-pcr", PCR_CLAIMS), 10: bytes(8)}), twin="claim-differs", bundle=TENSOR)
    judged("twin-partly-disclosed", air(chat_claims()), twin="bundle-incomplete", bundle=PARTLY)
    judged("twin-partly-disclosed-and-differs", other(6, ISSUED_AT + 1), twin="claim-differs", bundle=PARTLY)
    tensor = claims_of(TENSOR, NITRO, "nitro-pcr", PCR_CLAIMS)
    judged("twin-not-logged", air(tensor), twin="bundle-incomplete", bundle=UNLOGGED)
    judged("twin-signed-by-another", air(chat_claims(), OTHER_KEY), "SIG_FAILED", bundle=CHAT, document=NITRO)


def document_vectors():
    def nitro_case(title, document, code, **more):
        judged(f"document-{title}", air(chat_claims(document)), document_code=code, document=document, **more)

    judged("document-and-twin", air(chat_claims()), twin="ok", document_code="ok", bundle=CHAT, document=NITRO)
    judged("document-fewer-registers", air({**chat_claims(), -65543: {"measurement_type": "nitro-pcr", **{f"pcr{i}": PCRS[i] for i in range(3)}}}), document_code="ok", document=NITRO)
    judged("document-issuer-of-another-form", other(1, "node.example", nitro(None)), document_code="ok", document=nitro(None))
    judged("document-issuer-upper-case", other(1, "urn:opengradient:key:" + ISSUER.hex().upper()), document_code="issuer-not-bound", document=NITRO)
    judged("document-of-another-receipt", air(chat_claims()), document_code="attestation-hash-mismatch", document=nitro(ISSUER, timestamp=ISSUED_AT * 1000))
    judged("document-measurements", air({**chat_claims(), -65543: {"measurement_type": "nitro-pcr", **PCR_CLAIMS, "pcr2": bytes(48)}}), document_code="measurements-mismatch", document=NITRO)
    judged("document-platform", air({**chat_claims(TDX), -65543: {"measurement_type": "nitro-pcr", **TDX_CLAIMS}}), document_code="measurements-mismatch", document=TDX, roots=(TDX_ROOT,))
    nitro_case("key", nitro(ISSUER, public(OTHER_KEY)), "key-not-bound")
    nitro_case("issuer", nitro(sha256(b"another issuer")), "issuer-not-bound")
    debug = nitro(ISSUER, pcrs=DEBUG_PCRS)
    judged("document-debug", air(claims_of(CHAT, debug, "nitro-pcr", dict.fromkeys(PCR_CLAIMS, bytes(48)))), document_code="security-mode-debug", document=debug)
    nitro_case("no-root", NITRO, "attestation-root-missing", roots=())
    nitro_case("another-root", NITRO, "attestation-untrusted", roots=(STRANGE_ROOT,))
    nitro_case("expired", nitro(ISSUER, timestamp=(ISSUED_AT + 7201) * 1000), "attestation-untrusted")
    nitro_case("signed-by-another", nitro(ISSUER, leaf_key=key("strange leaf", 384)), "attestation-signature")
    self_made = certificate("TEST nitro enclave", NITRO_LEAF_KEY, "TEST nitro enclave", NITRO_LEAF_KEY, 9, False)
    nitro_case("self-made", nitro(ISSUER, leaf=self_made), "attestation-untrusted")
    by_authority = nitro(ISSUER, leaf=NITRO_MIDDLE, leaf_key=NITRO_MIDDLE_KEY)
    nitro_case("signed-by-an-authority", by_authority, "attestation-untrusted")

    def drop(member):
        return lambda document: document.pop(member)

    def put(member, value):
        return lambda document: document.update({member: value})

    malformed = {
        "empty": b"",
        "trailing-byte": NITRO + b"\0",
        "truncated": NITRO[:-1],
        "es256": nitro(ISSUER, header=cbor({1: -7})),
        "more-headers": nitro(ISSUER, header=cbor({1: -35, 4: b"x"})),
        "unprotected-header": NITRO[:1] + NITRO[1:].replace(cbor(ES384_HEADER) + b"\xa0", cbor(ES384_HEADER) + cbor({4: b"x"}), 1),
        "no-pcrs": nitro(ISSUER, change=drop("pcrs")),
        "nitrotpm": nitro(ISSUER, change=lambda document: document.update({"nitrotpm_pcrs": document.pop("pcrs")})),
        "pcr2-missing": nitro(ISSUER, pcrs={0: PCRS[0], 1: PCRS[1]}),
        "pcr-32": nitro(ISSUER, pcrs={**PCRS, 32: bytes(48)}),
        "pcr-short": nitro(ISSUER, pcrs={**PCRS, 1: bytes(32)}),
        "sha256": nitro(ISSUER, change=put("digest", "SHA256")),
        "time-zero": nitro(ISSUER, timestamp=0),
        "time-too-late": nitro(ISSUER, timestamp=253_402_300_800_000),
        "no-certificate": nitro(ISSUER, change=drop("certificate")),
        "certificate-is-none": nitro(ISSUER, change=put("certificate", b"\x30\0")),
        "no-bundle": nitro(ISSUER, change=drop("cabundle")),
        "bundle-no-list": nitro(ISSUER, change=put("cabundle", b"")),
        "key-twice": cose_sign1(ES384_HEADER, b"\xbf" + cbor({"digest": "SHA384"})[1:] * 2 + b"\xff", raw_sign(NITRO_LEAF_KEY, 384), b""),
        "open-map-of-three": cose_sign1(ES384_HEADER, b"\xbf\1\2\3\xff", raw_sign(NITRO_LEAF_KEY, 384), b""),
        "tdx-version-3": struct.pack("<H", 3) + TDX[2:],
        "tdx-sgx": TDX[:4] + bytes(4) + TDX[8:],
        "tdx-other-signature": TDX[:2] + struct.pack("<H", 3) + TDX[4:],
        "tdx-truncated": TDX[:-1],
        "tdx-head-alone": TDX[:48],
        "tdx-length-huge": TDX[:632] + b"\xff\xff\xff\xff" + TDX[636:],
        "tdx-part-length-huge": TDX[:766] + b"\xff\xff\xff\xff" + TDX[770:],
        "tdx-5-body-short": (lambda five: five[:50] + struct.pack("<I", 584) + five[54:])(tdx(ISSUER, version=5)),
    }
    for title, document in malformed.items():
        nitro_case(f"malformed-{title}", document, "attestation-malformed")

    def tdx_case(title, quote, code, roots=(TDX_ROOT,)):
        judged(f"document-tdx-{title}", air(claims_of(CHAT, quote, "tdx-mrtd-rtmr", TDX_CLAIMS)), document_code=code, document=quote, roots=roots)

    tdx_case("ok", TDX, "ok")
    tdx_case("version-5", tdx(ISSUER, version=5), "ok")
    tdx_case("key", tdx(ISSUER, public(OTHER_KEY)), "key-not-bound")
    tdx_case("issuer", tdx(sha256(b"another issuer")), "issuer-not-bound")
    tdx_case("debug", tdx(ISSUER, attributes=b"\1" + bytes(7)), "security-mode-debug")
    tdx_case("no-root", TDX, "attestation-root-missing", ())
    tdx_case("another-root", TDX, "attestation-untrusted", (NITRO_ROOT,))
    tdx_case("no-certificates", tdx(ISSUER, chain=()), "attestation-signature")
    tdx_case("another-quoting-key", tdx(ISSUER, named_key=key("strange quoting enclave", 256)), "attestation-signature")
    tdx_case("report-signed-by-another", tdx(ISSUER, platform_key=key("strange platform", 256)), "attestation-signature")
    tdx_case("quoting-enclave-of-another", tdx(ISSUER, signer=sha256(b"another vendor")), "attestation-signature")
    tdx_case("quoting-enclave-another-product", tdx(ISSUER, product=1), "attestation-signature")
    tdx_case("quoting-enclave-debug", tdx(ISSUER, enclave_attributes=bytes([0x17]) + bytes(15)), "attestation-signature")
    tdx_case("quoting-enclave-misc", tdx(ISSUER, misc=1), "attestation-signature")
    changed = bytearray(TDX)
    changed[700] ^= 1
    tdx_case("signature-changed", bytes(changed), "attestation-signature")


export_vectors()
twin_vectors()
document_vectors()
print(f"{written} vectors")
