"""Writes the vectors of interop-1, "Sigstore bundles" and "Model signing": a Sigstore of our own, its bundles, and what is wrong with them.

    python3 spec/interop-1/sigstore.py        (needs the package cryptography, 44 or newer)

Independent of the C# code. Every key is made for these files from a public text and is worth nothing; a second run writes the same bytes.
"""
import base64
import copy
import datetime
import hashlib
import json
import os

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, utils
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

HERE = os.path.dirname(os.path.abspath(__file__))
UTC = datetime.timezone.utc
SIGNED_AT = datetime.datetime(2026, 6, 1, 12, 0, 0, tzinfo=UTC)
IDENTITY, ISSUER = "builder@example.org", "https://accounts.example.org"
FILE = b"a file of the vectors\n"
IN_TOTO = "application/vnd.in-toto+json"
CURVES = {256: (ec.SECP256R1(), hashes.SHA256()), 384: (ec.SECP384R1(), hashes.SHA384()), 521: (ec.SECP521R1(), hashes.SHA512())}


def b64(data):
    return base64.b64encode(data).decode()


def sha256(data):
    return hashlib.sha256(data).digest()


def compact(value):
    return json.dumps(value, separators=(",", ":"), sort_keys=True, ensure_ascii=False).encode()


def key(name, bits=256):
    seed = hashlib.shake_256(("interop-1 " + name).encode()).digest(bits // 8)
    return ec.derive_private_key(int.from_bytes(seed, "big") >> 3 | 1, CURVES[bits][0])


def sign(private, data, bits=256):
    return private.sign(data, ec.ECDSA(CURVES[bits][1], deterministic_signing=True))


def spki(private):
    return private.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def pem(private):
    return private.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()


def cert_der(certificate):
    return certificate.public_bytes(serialization.Encoding.DER)


def cert_pem(certificate):
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


# --- certificates -----------------------------------------------------------------------------------------------------------------

def name(text):
    return x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "sigstore.example"), x509.NameAttribute(NameOID.COMMON_NAME, text)])


def builder(subject, issuer, public, serial, start, end):
    return (x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(public).serial_number(serial)
            .not_valid_before(start).not_valid_after(end))


def usage(**bits):
    wanted = dict.fromkeys(["digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
                            "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"], False)
    return x509.KeyUsage(**{**wanted, **bits})


def authority(text, private, issuer_text, issuer_private, serial, length, start=datetime.datetime(2026, 1, 1), end=datetime.datetime(2036, 1, 1), ca=True, extra=()):
    made = (builder(name(text), name(issuer_text), private.public_key(), serial, start, end)
            .add_extension(x509.BasicConstraints(ca, length if ca else None), True)
            .add_extension(usage(key_cert_sign=True, crl_sign=True), True))
    for extension, critical in extra:
        made = made.add_extension(extension, critical)
    return made.sign(issuer_private, hashes.SHA384(), ecdsa_deterministic=True)


ROOT_KEY, MIDDLE_KEY, CT_KEY = key("fulcio root", 384), key("fulcio intermediate", 384), key("ct log")
REKOR_KEY, TSA_ROOT_KEY, TSA_KEY = key("rekor"), key("tsa root", 384), key("tsa")
SIGNER_KEY, OTHER_KEY = key("signer"), key("another signer")
REKOR2_KEY = ed25519.Ed25519PrivateKey.from_private_bytes(sha256(b"interop-1 rekor 2"))
ROOT = authority("root", ROOT_KEY, "root", ROOT_KEY, 1, 1)
MIDDLE = authority("intermediate", MIDDLE_KEY, "root", ROOT_KEY, 2, 0, extra=[(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CODE_SIGNING]), False)])
TSA_ROOT = authority("tsa root", TSA_ROOT_KEY, "tsa root", TSA_ROOT_KEY, 3, 0)


def tsa_certificate(purposes=(ExtendedKeyUsageOID.TIME_STAMPING,), critical=True, private=TSA_KEY, end=datetime.datetime(2036, 1, 1), serial=4):
    return (builder(name("tsa"), name("tsa root"), private.public_key(), serial, datetime.datetime(2026, 1, 1), end)
            .add_extension(usage(digital_signature=True), True)
            .add_extension(x509.ExtendedKeyUsage(list(purposes)), critical)
            .sign(TSA_ROOT_KEY, hashes.SHA384(), ecdsa_deterministic=True))


TSA = tsa_certificate()


def leaf(private=SIGNER_KEY, identity=IDENTITY, issuer=ISSUER, issuer_key=MIDDLE_KEY, issuer_name="intermediate", sct_key=CT_KEY, sct=True,
         sct_time=SIGNED_AT, purposes=(ExtendedKeyUsageOID.CODE_SIGNING,), signs=True, critical=None, old_issuer=False, uri=False):
    general = x509.UniformResourceIdentifier(identity) if uri else x509.RFC822Name(identity)
    made = (builder(x509.Name([]), name(issuer_name), private.public_key(), 77, SIGNED_AT.replace(tzinfo=None) - datetime.timedelta(minutes=5),
                    SIGNED_AT.replace(tzinfo=None) + datetime.timedelta(minutes=5))
            .add_extension(usage(digital_signature=signs, key_agreement=not signs), True)
            .add_extension(x509.ExtendedKeyUsage(list(purposes)), False)
            .add_extension(x509.SubjectAlternativeName([general]), True))
    if old_issuer:
        made = made.add_extension(x509.UnrecognizedExtension(ObjectIdentifier("1.3.6.1.4.1.57264.1.1"), issuer.encode()), False)
    else:
        made = made.add_extension(x509.UnrecognizedExtension(ObjectIdentifier("1.3.6.1.4.1.57264.1.8"), tlv(0x0C, issuer.encode())), False)
    if critical:
        made = made.add_extension(x509.UnrecognizedExtension(ObjectIdentifier(critical), b"\x05\x00"), True)
    if sct:
        unsigned = made.sign(issuer_key, hashes.SHA384(), ecdsa_deterministic=True).tbs_certificate_bytes
        stamp = int(sct_time.timestamp() * 1000).to_bytes(8, "big")
        signed = b"\0\0" + stamp + b"\0\1" + sha256(spki(issuer_key)) + len(unsigned).to_bytes(3, "big") + unsigned + b"\0\0"
        signature = sign(sct_key, signed)
        item = b"\0" + sha256(spki(CT_KEY)) + stamp + b"\0\0" + b"\4\3" + len(signature).to_bytes(2, "big") + signature
        items = len(item).to_bytes(2, "big") + item
        made = made.add_extension(x509.UnrecognizedExtension(ObjectIdentifier("1.3.6.1.4.1.11129.2.4.2"), tlv(4, len(items).to_bytes(2, "big") + items)), False)
    return made.sign(issuer_key, hashes.SHA384(), ecdsa_deterministic=True)


# --- timestamps (RFC 3161) --------------------------------------------------------------------------------------------------------

def tlv(tag, value):
    size = len(value)
    length = bytes([size]) if size < 128 else bytes([0x80 | (size.bit_length() + 7) // 8]) + size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag]) + length + value


def seq(*parts):
    return tlv(0x30, b"".join(parts))


def oid(text):
    numbers = [int(part) for part in text.split(".")]
    out = [40 * numbers[0] + numbers[1]]
    for number in numbers[2:]:
        digits = [number & 0x7F]
        while number := number >> 7:
            digits.append(0x80 | number & 0x7F)
        out += reversed(digits)
    return tlv(6, bytes(out))


SHA256_ID = seq(oid("2.16.840.1.101.3.4.2.1"))


def timestamp(message, time=SIGNED_AT, certificate=TSA, private=TSA_KEY, embed=False, status=0, digest=None, extra_name=None):
    info = seq(tlv(2, b"\1"), oid("1.3.6.1.4.1.57264.2"), seq(SHA256_ID, tlv(4, sha256(message))), tlv(2, b"\5"),
               tlv(0x18, time.strftime("%Y%m%d%H%M%SZ").encode()))
    attributes = sorted([
        seq(oid("1.2.840.113549.1.9.3"), tlv(0x31, oid("1.2.840.113549.1.9.16.1.4"))),
        seq(oid("1.2.840.113549.1.9.4"), tlv(0x31, tlv(4, digest or sha256(info)))),
        seq(oid("1.2.840.113549.1.9.16.2.47"), tlv(0x31, seq(seq(seq(tlv(4, sha256(extra_name or cert_der(certificate)))))))),
    ])
    signature = sign(private, tlv(0x31, b"".join(attributes)))
    signer = seq(tlv(2, b"\1"), seq(certificate.issuer.public_bytes(), tlv(2, certificate.serial_number.to_bytes(1, "big"))), SHA256_ID,
                 tlv(0xA0, b"".join(attributes)), seq(oid("1.2.840.10045.4.3.2")), tlv(4, signature))
    signed = seq(tlv(2, b"\3"), tlv(0x31, SHA256_ID), seq(oid("1.2.840.113549.1.9.16.1.4"), tlv(0xA0, tlv(4, info))),
                 tlv(0xA0, cert_der(certificate)) if embed else b"", tlv(0x31, signer))
    return seq(seq(tlv(2, bytes([status]))), seq(oid("1.2.840.113549.1.7.2"), tlv(0xA0, signed)))


# --- logs -------------------------------------------------------------------------------------------------------------------------

def node(left, right):
    return sha256(b"\1" + left + right)


def key_hash(version, log_name):
    if version == 1:
        return sha256(spki(REKOR_KEY))[:4]
    raw = REKOR2_KEY.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return sha256(log_name.encode() + b"\n\1" + raw)[:4]


def log_sign(version, data):
    return sign(REKOR_KEY, data) if version == 1 else REKOR2_KEY.sign(data)


def log_id(version):
    return sha256(spki(REKOR_KEY)) if version == 1 else sha256(spki(REKOR2_KEY))


def entry(kind, kind_version, body, version, time=SIGNED_AT, promise=True, proof=True):
    """The third of five entries of a tree; the others are made up."""
    leaves = [sha256(b"\0" + b"entry %d" % i) for i in range(5)]
    leaves[2] = sha256(b"\0" + body)
    path = [leaves[3], node(leaves[0], leaves[1]), leaves[4]]
    root = node(node(node(leaves[0], leaves[1]), node(leaves[2], leaves[3])), leaves[4])
    log_name = "rekor.example" if version == 1 else "log2026.rekor.example"
    origin = log_name + (" - 1193050959916656506" if version == 1 else "")
    text = f"{origin}\n5\n{b64(root)}\n"
    note = f"{text}\n\u2014 {log_name} {b64(key_hash(version, log_name) + log_sign(version, text.encode()))}\n"
    made = {"canonicalizedBody": b64(body), "kindVersion": {"kind": kind, "version": kind_version}, "logId": {"keyId": b64(log_id(version))}, "logIndex": "1002"}
    if proof:
        made["inclusionProof"] = {"checkpoint": {"envelope": note}, "hashes": [b64(h) for h in path], "logIndex": "2", "rootHash": b64(root), "treeSize": "5"}
    if promise:
        seconds = int(time.timestamp())
        signed = compact({"body": b64(body), "integratedTime": seconds, "logID": log_id(version).hex(), "logIndex": 1002})
        made["integratedTime"] = str(seconds)
        made["inclusionPromise"] = {"signedEntryTimestamp": b64(log_sign(version, signed))}
    return made


def verifier1(signer):
    return b64((cert_pem(signer) if isinstance(signer, x509.Certificate) else pem(signer)).encode())


def verifier2(signer):
    if isinstance(signer, x509.Certificate):
        return {"keyDetails": "PKIX_ECDSA_P256_SHA_256", "x509Certificate": {"rawBytes": b64(cert_der(signer))}}
    return {"keyDetails": "PKIX_ECDSA_P256_SHA_256", "publicKey": {"rawBytes": b64(spki(signer))}}


def hashedrekord1(data, signature, signer, algorithm="sha256"):
    return compact({"apiVersion": "0.0.1", "kind": "hashedrekord", "spec": {
        "data": {"hash": {"algorithm": algorithm, "value": hashlib.new(algorithm, data).hexdigest()}},
        "signature": {"content": b64(signature), "publicKey": {"content": verifier1(signer)}}}})


def hashedrekord2(data, signature, signer):
    return compact({"apiVersion": "0.0.2", "kind": "hashedrekord", "spec": {"hashedRekordV002": {
        "data": {"algorithm": "SHA2_256", "digest": b64(sha256(data))}, "signature": {"content": b64(signature), "verifier": verifier2(signer)}}}})


def pae(kind, payload):
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind.encode(), len(payload), payload)


def dsse1(payload, signature, signer):
    return compact({"apiVersion": "0.0.1", "kind": "dsse", "spec": {
        "envelopeHash": {"algorithm": "sha256", "value": "00" * 32}, "payloadHash": {"algorithm": "sha256", "value": sha256(payload).hex()},
        "signatures": [{"signature": b64(signature), "verifier": verifier1(signer)}]}})


def dsse2(payload, signature, signer):
    return compact({"apiVersion": "0.0.2", "kind": "dsse", "spec": {"dsseV002": {
        "payloadHash": {"algorithm": "SHA2_256", "digest": b64(sha256(payload))}, "signatures": [{"content": b64(signature), "verifier": verifier2(signer)}]}}})


def intoto2(payload, signature, signer):
    return compact({"apiVersion": "0.0.2", "kind": "intoto", "spec": {"content": {
        "envelope": {"payloadType": IN_TOTO, "signatures": [{"publicKey": verifier1(signer), "sig": b64(b64(signature).encode())}]},
        "hash": {"algorithm": "sha256", "value": "00" * 32}, "payloadHash": {"algorithm": "sha256", "value": sha256(payload).hex()}}}})


# --- bundles ----------------------------------------------------------------------------------------------------------------------

V03 = "application/vnd.dev.sigstore.bundle.v0.3+json"


def bundle(content, entries, certificate=None, timestamps=(), media=V03, hint=None):
    material = {"tlogEntries": entries}
    if certificate is None:
        material["publicKey"] = {"hint": hint or "key"}
    elif media == V03:
        material["certificate"] = {"rawBytes": b64(cert_der(certificate))}
    else:
        material["x509CertificateChain"] = {"certificates": [{"rawBytes": b64(cert_der(certificate))}]}
    if timestamps:
        material["timestampVerificationData"] = {"rfc3161Timestamps": [{"signedTimestamp": b64(t)} for t in timestamps]}
    return {"mediaType": media, "verificationMaterial": material, **content}


def message(signature, data=FILE):
    return {"messageSignature": {"messageDigest": {"algorithm": "SHA2_256", "digest": b64(sha256(data))}, "signature": b64(signature)}}


def envelope(payload, signature, kind=IN_TOTO):
    return {"dsseEnvelope": {"payload": b64(payload), "payloadType": kind, "signatures": [{"keyid": "", "sig": b64(signature)}]}}


def statement(digest=None):
    return compact({"_type": "https://in-toto.io/Statement/v1", "predicate": {}, "predicateType": "https://example.org/p",
                    "subject": [{"digest": {"sha256": digest or sha256(FILE).hex()}, "name": "file"}]})


def authority_json(chain, start="2026-01-01T00:00:00Z", end=None):
    span = {"start": start, **({"end": end} if end else {})}
    return {"certChain": {"certificates": [{"rawBytes": b64(cert_der(c))} for c in chain]}, "subject": {"commonName": "x", "organization": "x"},
            "uri": "https://sigstore.example", "validFor": span}


def log_json(url, public, identifier, details, end=None):
    return {"baseUrl": url, "hashAlgorithm": "SHA2_256", "logId": {"keyId": b64(identifier)},
            "publicKey": {"keyDetails": details, "rawBytes": b64(public), "validFor": {"start": "2026-01-01T00:00:00Z", **({"end": end} if end else {})}}}


TRUST = {
    "mediaType": "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
    "tlogs": [log_json("https://rekor.example", spki(REKOR_KEY), log_id(1), "PKIX_ECDSA_P256_SHA_256"),
              log_json("https://log2026.rekor.example/", spki(REKOR2_KEY), log_id(2), "PKIX_ED25519")],
    "certificateAuthorities": [authority_json([MIDDLE, ROOT])],
    "ctlogs": [log_json("https://ct.example/2026", spki(CT_KEY), sha256(spki(CT_KEY)), "PKIX_ECDSA_P256_SHA_256")],
    "timestampAuthorities": [authority_json([TSA, TSA_ROOT])],
}


def signed_file(certificate=None, private=SIGNER_KEY, version=1, data=FILE, **more):
    """A bundle of a file, with the entry of either version of Rekor."""
    certificate = certificate or leaf(private)
    signature = sign(private, data)
    if version == 1:
        entries = [entry("hashedrekord", "0.0.1", hashedrekord1(data, signature, certificate), 1, **more)]
        return bundle(message(signature, data), entries, certificate)
    entries = [entry("hashedrekord", "0.0.2", hashedrekord2(data, signature, certificate), 2, promise=False, **more)]
    return bundle(message(signature, data), entries, certificate, [timestamp(signature)])


def signed_statement(kind="dsse1", payload=None, media=V03, payload_type=IN_TOTO, certificate=None):
    payload = payload or statement()
    certificate = certificate or leaf()
    signature = sign(SIGNER_KEY, pae(payload_type, payload))
    kinds = {"dsse1": ("dsse", "0.0.1", dsse1, 1), "dsse2": ("dsse", "0.0.2", dsse2, 2), "intoto2": ("intoto", "0.0.2", intoto2, 1)}
    if kind == "hashedrekord2":
        made = entry("hashedrekord", "0.0.2", hashedrekord2(pae(payload_type, payload), signature, certificate), 2, promise=False)
        return bundle(envelope(payload, signature, payload_type), [made], certificate, [timestamp(signature)], media)
    name_, version_, body, log = kinds[kind]
    made = entry(name_, version_, body(payload, signature, certificate), log, promise=log == 1)
    return bundle(envelope(payload, signature, payload_type), [made], certificate, [timestamp(signature)] if log == 2 else [], media)


def signed_by_key(version=1):
    signature = sign(SIGNER_KEY, FILE)
    body = hashedrekord1(FILE, signature, SIGNER_KEY) if version == 1 else hashedrekord2(FILE, signature, SIGNER_KEY)
    made = entry("hashedrekord", f"0.0.{version}", body, version, promise=version == 1)
    return bundle(message(signature), [made], None, [] if version == 1 else [timestamp(signature)])


def changed(made, *steps, to=None, drop=False):
    """A copy in which one member is another, or is gone."""
    copy_ = copy.deepcopy(made)
    place = copy_
    for step in steps[:-1]:
        place = place[step]
    if drop:
        del place[steps[-1]]
    else:
        place[steps[-1]] = to
    return copy_


def flip(text, position=-5):
    data = bytearray(base64.b64decode(text))
    data[position] ^= 1
    return b64(bytes(data))


MATERIAL, ENTRY = "verificationMaterial", ("verificationMaterial", "tlogEntries", 0)
written = 0


def write(folder, name_, value):
    global written
    written += 1
    with open(os.path.join(HERE, folder, name_ + ".json"), "w", encoding="utf-8") as file:
        json.dump(value, file, indent=1, sort_keys=True, ensure_ascii=False)
        file.write("\n")


def vector(name_, made, code="ok", verdict=None, file=FILE, trust=None, identity=IDENTITY, issuer=ISSUER, public=None, digest_only=False):
    value = {"bundle": made if isinstance(made, str) else json.dumps(made, ensure_ascii=False), "code": code, "file": b64(file),
             "verdict": verdict or ("valid" if code == "ok" else "invalid")}
    if digest_only:
        value["digestOnly"] = True
    if trust is not None:
        value["trustRoot"] = trust if isinstance(trust, str) else json.dumps(trust)
    if public:
        value["key"] = public
    else:
        value.update(identity=identity, issuer=issuer)
    write("sigstore", name_, value)


def sigstore_vectors():
    with open(os.path.join(HERE, "sigstore", "trusted_root.json"), "w", encoding="utf-8") as file:
        json.dump(TRUST, file, indent=1, sort_keys=True)
        file.write("\n")
    good, good2, stated = signed_file(), signed_file(version=2), signed_statement()
    text = json.dumps(good)
    p384 = leaf(key("signer", 384))
    signature384 = sign(key("signer", 384), FILE, 384)
    old = bundle(message(sign(SIGNER_KEY, FILE)), [entry("hashedrekord", "0.0.1", hashedrekord1(FILE, sign(SIGNER_KEY, FILE), leaf()), 1, proof=False)],
                 leaf(), media="application/vnd.dev.sigstore.bundle+json;version=0.1")
    big = bundle({"messageSignature": {"signature": b64(signature384)}},
                 [entry("hashedrekord", "0.0.1", hashedrekord1(FILE, signature384, p384, "sha384"), 1)], p384)

    vector("ok-file", good)
    vector("ok-file-by-digest", good, digest_only=True)
    vector("ok-file-rekor-2", good2)
    vector("ok-statement-dsse-1", stated)
    vector("ok-statement-dsse-2", signed_statement("dsse2"))
    vector("ok-statement-hashedrekord-2", signed_statement("hashedrekord2"))
    vector("ok-statement-intoto", signed_statement("intoto2", media="application/vnd.dev.sigstore.bundle+json;version=0.2"))
    vector("ok-version-0.1-promise-alone", old)
    vector("ok-version-0.3-old-name", changed(good, "mediaType", to="application/vnd.dev.sigstore.bundle+json;version=0.3"))
    vector("ok-key", signed_by_key(), public=pem(SIGNER_KEY))
    vector("ok-key-rekor-2", signed_by_key(2), public=pem(SIGNER_KEY))
    vector("ok-p384", big)
    vector("ok-numbers-as-numbers", changed(good, *ENTRY, "logIndex", to=1002))
    vector("ok-null-is-absent", changed(good, MATERIAL, "timestampVerificationData", to=None))
    vector("ok-uri-identity", signed_file(leaf(identity="https://example.org/w@main", uri=True)), identity="https://example.org/w@main")
    vector("ok-old-issuer-extension", signed_file(leaf(old_issuer=True)))
    note = good2[MATERIAL]["tlogEntries"][0]["inclusionProof"]["checkpoint"]["envelope"]
    head, lines = note.split("\n\n")
    vector("ok-checkpoint-cosigned", changed(good2, *ENTRY, "inclusionProof", "checkpoint", "envelope", to=f"{head}\n\n\u2014 witness.example/w {b64(bytes(76))}\n{lines}"))
    vector("ok-log-valid-to-the-second", good, trust=changed(TRUST, "tlogs", 0, "publicKey", "validFor", "end", to="2026-06-01T12:00:00Z"))
    vector("ok-timestamp-of-nobody-beside-promise", bundle(message(sign(SIGNER_KEY, FILE)), good[MATERIAL]["tlogEntries"], leaf(),
           [timestamp(sign(SIGNER_KEY, FILE), certificate=tsa_certificate(private=OTHER_KEY, serial=5), private=OTHER_KEY)]))
    vector("ok-timestamp-embedded", bundle(message(sign(SIGNER_KEY, FILE)), good2[MATERIAL]["tlogEntries"], leaf(), [timestamp(sign(SIGNER_KEY, FILE), embed=True)]),
           trust=changed(TRUST, "timestampAuthorities", 0, to=authority_json([TSA_ROOT])))

    vector("member-twice", text[:-1] + ', "mediaType": "x"}', "bundle-malformed")
    vector("member-unknown", changed(good, "note", to="x"), "bundle-malformed")
    vector("truncated", text[:-20], "bundle-malformed")
    vector("base64-with-newline", changed(good, "messageSignature", "signature", to=good["messageSignature"]["signature"][:20] + "\n" + good["messageSignature"]["signature"][20:]), "bundle-malformed")
    vector("negative-index", changed(good, *ENTRY, "logIndex", to="-1"), "bundle-malformed")
    vector("two-signatures", changed(stated, "dsseEnvelope", "signatures", to=stated["dsseEnvelope"]["signatures"] * 2), "bundle-malformed")
    vector("no-signature", changed(good, "messageSignature", drop=True), "bundle-malformed")
    vector("file-and-statement", {**good, **envelope(statement(), b"x")}, "bundle-malformed")
    vector("empty-chain", changed(old, MATERIAL, "x509CertificateChain", "certificates", to=[]), "bundle-malformed")
    vector("version-unknown", changed(good, "mediaType", to="application/vnd.dev.sigstore.bundle.v0.9+json"), "version-unsupported", "unverifiable")
    vector("certificate-no-der", changed(good, MATERIAL, "certificate", "rawBytes", to=b64(cert_der(leaf())[:-1])), "certificate-malformed")
    vector("chain-in-version-0.3", bundle(message(sign(SIGNER_KEY, FILE)), good[MATERIAL]["tlogEntries"], leaf(), media="application/vnd.dev.sigstore.bundle+json;version=0.2") | {"mediaType": V03}, "material-mismatch")
    vector("root-in-bundle", changed(old, MATERIAL, "x509CertificateChain", "certificates", to=old[MATERIAL]["x509CertificateChain"]["certificates"] + [{"rawBytes": b64(cert_der(ROOT))}]), "root-in-bundle")
    vector("key-where-identity-is-demanded", signed_by_key(), "material-mismatch")
    vector("certificate-where-key-is-demanded", good, "material-mismatch", public=pem(SIGNER_KEY))
    vector("another-key", signed_by_key(), "signature-invalid", public=pem(OTHER_KEY))
    vector("entry-of-another-key", changed(signed_by_key(), *ENTRY, to=entry("hashedrekord", "0.0.1", hashedrekord1(FILE, sign(SIGNER_KEY, FILE), OTHER_KEY), 1)), "entry-mismatch", public=pem(SIGNER_KEY))

    vector("no-entry", changed(good, MATERIAL, "tlogEntries", to=[]), "entry-missing")
    vector("no-proof", changed(good, *ENTRY, "inclusionProof", drop=True), "entry-missing")
    vector("no-checkpoint", changed(good, *ENTRY, "inclusionProof", "checkpoint", drop=True), "entry-missing")
    vector("no-promise-in-version-0.1", changed(old, *ENTRY, "inclusionPromise", drop=True), "entry-missing")
    vector("log-unknown", changed(good, *ENTRY, "logId", "keyId", to=b64(bytes(32))), "log-untrusted")
    vector("log-key-retired", good, "log-untrusted", trust=changed(TRUST, "tlogs", 0, "publicKey", "validFor", "end", to="2026-06-01T11:59:59Z"))
    vector("promise-flipped", changed(good, *ENTRY, "inclusionPromise", "signedEntryTimestamp", to=flip(good[MATERIAL]["tlogEntries"][0]["inclusionPromise"]["signedEntryTimestamp"])), "promise-invalid")
    vector("promise-of-another-time", changed(good, *ENTRY, "integratedTime", to=str(int(SIGNED_AT.timestamp()) + 1)), "promise-invalid")
    vector("proof-hash-flipped", changed(good, *ENTRY, "inclusionProof", "hashes", 1, to=flip(good[MATERIAL]["tlogEntries"][0]["inclusionProof"]["hashes"][1])), "inclusion-invalid")
    vector("proof-index", changed(good, *ENTRY, "inclusionProof", "logIndex", to="3"), "inclusion-invalid")
    vector("checkpoint-of-another-size", changed(good2, *ENTRY, "inclusionProof", "checkpoint", "envelope", to=note.replace("\n5\n", "\n6\n")), "checkpoint-invalid")
    vector("checkpoint-signature-flipped", changed(good2, *ENTRY, "inclusionProof", "checkpoint", "envelope", to=f"{head}\n\n\u2014 log2026.rekor.example {flip(lines.split(' ')[2].strip())}\n"), "checkpoint-invalid")
    vector("checkpoint-of-another-name", changed(good2, *ENTRY, "inclusionProof", "checkpoint", "envelope", to=f"{head}\n\n{lines.replace('log2026.rekor', 'log2026.other')}"), "checkpoint-invalid")
    vector("checkpoint-unsigned", changed(good2, *ENTRY, "inclusionProof", "checkpoint", "envelope", to=head + "\n\n"), "checkpoint-invalid")

    signature = sign(SIGNER_KEY, FILE)
    # A second signature of the same bytes: (r, n - s).
    r, s = utils.decode_dss_signature(signature)
    twin = utils.encode_dss_signature(r, 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551 - s)
    vector("no-time", changed(good2, MATERIAL, "timestampVerificationData", drop=True), "time-missing")
    vector("timestamp-of-another-signature", changed(good2, MATERIAL, "timestampVerificationData", "rfc3161Timestamps", 0, "signedTimestamp", to=b64(timestamp(b"x"))), "timestamp-invalid")
    namesake = tsa_certificate(private=OTHER_KEY)
    vector("timestamp-of-a-namesake-beside-promise", bundle(message(signature), good[MATERIAL]["tlogEntries"], leaf(), [timestamp(signature, certificate=namesake, private=OTHER_KEY)]), "timestamp-invalid")
    vector("timestamp-refused", changed(good2, MATERIAL, "timestampVerificationData", "rfc3161Timestamps", 0, "signedTimestamp", to=b64(timestamp(signature, status=2))), "timestamp-invalid")
    vector("timestamp-digest-of-another", changed(good2, MATERIAL, "timestampVerificationData", "rfc3161Timestamps", 0, "signedTimestamp", to=b64(timestamp(signature, digest=sha256(b"x")))), "timestamp-invalid")
    vector("timestamp-signed-by-another", changed(good2, MATERIAL, "timestampVerificationData", "rfc3161Timestamps", 0, "signedTimestamp", to=b64(timestamp(signature, private=OTHER_KEY))), "timestamp-invalid")
    vector("timestamp-names-another-certificate", changed(good2, MATERIAL, "timestampVerificationData", "rfc3161Timestamps", 0, "signedTimestamp", to=b64(timestamp(signature, extra_name=b"x"))), "timestamp-invalid")
    vector("timestamp-no-der", changed(good2, MATERIAL, "timestampVerificationData", "rfc3161Timestamps", 0, "signedTimestamp", to=b64(timestamp(signature)[:-1])), "timestamp-invalid")
    vector("timestamp-authority-unknown", good2, "timestamp-untrusted", trust=changed(TRUST, "timestampAuthorities", to=[]))
    vector("timestamp-authority-retired", good2, "timestamp-untrusted", trust=changed(TRUST, "timestampAuthorities", 0, "validFor", "end", to="2026-06-01T11:59:59Z"))
    vector("timestamp-certificate-for-other-things", bundle(message(signature), good2[MATERIAL]["tlogEntries"], leaf(), [timestamp(signature, certificate=tsa_certificate([ExtendedKeyUsageOID.CODE_SIGNING]))]), "certificate-usage",
           trust=changed(TRUST, "timestampAuthorities", 0, to=authority_json([tsa_certificate([ExtendedKeyUsageOID.CODE_SIGNING]), TSA_ROOT])))
    vector("timestamp-certificate-expired", bundle(message(signature), good2[MATERIAL]["tlogEntries"], leaf(), [timestamp(signature, certificate=tsa_certificate(end=datetime.datetime(2026, 5, 1)))]), "certificate-expired",
           trust=changed(TRUST, "timestampAuthorities", 0, to=authority_json([tsa_certificate(end=datetime.datetime(2026, 5, 1)), TSA_ROOT])))

    late = SIGNED_AT + datetime.timedelta(minutes=5, seconds=1)
    vector("certificate-expired", signed_file(time=late), "certificate-expired")
    vector("certificate-expired-by-timestamp", changed(good2, MATERIAL, "timestampVerificationData", "rfc3161Timestamps", 0, "signedTimestamp", to=b64(timestamp(signature, time=late))), "certificate-expired")
    vector("certificate-of-another-root", signed_file(leaf(issuer_key=key("fake intermediate", 384))), "certificate-untrusted")
    vector("certificate-authority-retired", good, "certificate-untrusted", trust=changed(TRUST, "certificateAuthorities", 0, "validFor", "end", to="2026-06-01T11:59:59Z"))
    fake = authority("intermediate", MIDDLE_KEY, "root", ROOT_KEY, 2, 0, ca=False)
    vector("issuer-is-no-authority", good, "certificate-usage", trust=changed(TRUST, "certificateAuthorities", 0, to=authority_json([fake, ROOT])))
    vector("certificate-not-for-code", signed_file(leaf(purposes=[ExtendedKeyUsageOID.CLIENT_AUTH])), "certificate-usage")
    vector("certificate-not-for-signatures", signed_file(leaf(signs=False)), "certificate-usage")
    vector("certificate-critical-extension", signed_file(leaf(critical="1.2.3.4")), "certificate-unsupported", "unverifiable")
    vector("no-sct", signed_file(leaf(sct=False)), "sct-invalid")
    vector("sct-of-another-key", signed_file(leaf(sct_key=OTHER_KEY)), "sct-invalid")
    vector("sct-before-the-log", signed_file(leaf(sct_time=datetime.datetime(2025, 12, 31, tzinfo=UTC))), "sct-invalid")
    vector("identity-of-another", good, "identity-mismatch", identity="mallory@example.org")
    vector("identity-in-another-case", good, "identity-mismatch", identity="Builder@example.org")
    vector("issuer-of-another", good, "issuer-mismatch", issuer="https://accounts.example.com")

    vector("signature-flipped", changed(good, "messageSignature", "signature", to=flip(b64(signature))), "signature-invalid")
    vector("signature-twin", changed(good, "messageSignature", "signature", to=b64(twin)), "entry-mismatch")
    vector("file-of-another", good, "digest-mismatch", file=b"another file\n")
    vector("file-of-another-without-digest", changed(good, "messageSignature", "messageDigest", drop=True), "signature-invalid", file=b"another file\n")
    vector("p384-by-digest", big, "hash-unsupported", "unverifiable", digest_only=True)
    vector("statement-about-another", signed_statement(payload=statement("ab" * 32)), "digest-mismatch")
    unknown = {"algorithm": "SHA2_512", "digest": b64(hashlib.sha512(FILE).digest())}
    vector("message-digest-that-is-not-known", changed(good, "messageSignature", "messageDigest", to=unknown), "hash-unsupported", "unverifiable", digest_only=True)
    nameless = json.loads(statement())
    del nameless["predicateType"]
    vector("statement-without-predicate-type", signed_statement(payload=compact(nameless)), "statement-malformed")
    vector("statement-no-json", signed_statement(payload=b"no statement"), "statement-malformed")
    vector("payload-unknown", signed_statement(payload_type="text/plain"), "payload-unsupported", "unverifiable")
    vector("envelope-signature-flipped", changed(stated, "dsseEnvelope", "signatures", 0, "sig", to=flip(stated["dsseEnvelope"]["signatures"][0]["sig"])), "signature-invalid")
    body = hashedrekord1(b"x", signature, leaf())
    vector("entry-of-another-file", changed(good, *ENTRY, to=entry("hashedrekord", "0.0.1", body, 1)), "entry-mismatch")
    vector("entry-of-another-certificate", changed(good, *ENTRY, to=entry("hashedrekord", "0.0.1", hashedrekord1(FILE, signature, leaf(OTHER_KEY)), 1)), "entry-mismatch")
    vector("entry-of-another-kind", changed(good, *ENTRY, to=entry("hashedrekord", "0.0.1", body.replace(b"hashedrekord", b"rpm"), 1)), "entry-mismatch")
    vector("entry-member-twice", changed(good, *ENTRY, to=entry("hashedrekord", "0.0.1", b'{"kind":"x",' + hashedrekord1(FILE, signature, leaf())[1:], 1)), "entry-malformed")
    vector("entry-unsupported", changed(good, *ENTRY, to=entry("rfc3161", "0.0.1", compact({"apiVersion": "0.0.1", "kind": "rfc3161", "spec": {}}), 1)), "entry-unsupported", "unverifiable")
    vector("statement-entry-of-another-payload", changed(stated, *ENTRY, to=signed_statement(payload=statement("cd" * 32))[MATERIAL]["tlogEntries"][0]), "entry-mismatch")

    vector("trust-root-no-start", good, "trust-root-malformed", trust=changed(TRUST, "tlogs", 1, "publicKey", "validFor", "start", drop=True))
    vector("trust-root-member-unknown", good, "trust-root-malformed", trust=changed(TRUST, "everybody", to=True))
    vector("trust-root-no-json", good, "trust-root-malformed", trust="{}")


# --- models -----------------------------------------------------------------------------------------------------------------------

MODEL = {"config.json": b"{}\n", "weights.bin": bytes(range(200)), "sub/empty": b""}
OMS = "https://model_signing/signature/v1.0"
GIT = [".git", ".gitattributes", ".github", ".gitignore"]


def model_statement(files=None, resources=None, **serialization):
    files = MODEL if files is None else files
    resources = [{"algorithm": "sha256", "digest": hashlib.sha256(data).hexdigest(), "name": path} for path, data in sorted(files.items())] if resources is None else resources
    root = hashlib.sha256(b"".join(bytes.fromhex(r["digest"]) for r in resources if len(r["digest"]) % 2 == 0)).hexdigest()
    return {"_type": "https://in-toto.io/Statement/v1", "predicate": {
        "resources": resources, "serialization": {"allow_symlinks": False, "hash_type": "sha256", "ignore_paths": GIT, "method": "files", **serialization}},
        "predicateType": OMS, "subject": [{"digest": {"sha256": root}, "name": "model"}]}


def shards(files, size):
    return [{"algorithm": "sha256", "digest": hashlib.sha256(data[i:i + size]).hexdigest(), "name": f"{path}:{i}:{min(i + size, len(data))}"}
            for path, data in sorted(files.items()) for i in range(0, len(data), size)]


def hint(private):
    return hashlib.sha256(pem(private).encode()).hexdigest()


def model_signature(stated=None, private=SIGNER_KEY, bits=256, material=None, kind=IN_TOTO, payload=None, keyid=""):
    payload = payload or compact(stated or model_statement())
    made = envelope(payload, sign(private, pae(kind, payload), bits), kind)
    if keyid is None:
        made["dsseEnvelope"]["signatures"][0]["keyid"] = None
    elif keyid == "absent":
        del made["dsseEnvelope"]["signatures"][0]["keyid"]
    return {"mediaType": V03, "verificationMaterial": material or {"publicKey": {"hint": hint(private)}, "tlogEntries": []}, **made}


def chain(*certificates):
    return {"x509CertificateChain": {"certificates": [{"rawBytes": b64(cert_der(c))} for c in certificates]}}


def model(name_, made, codes=(), verdict=None, files=None, trust=None, links=None, single=None, allow_unsigned=False, now="2026-06-01T12:00:00Z"):
    files = MODEL if files is None else files
    value = {"codes": sorted(set(codes)), "files": {path: b64(data) for path, data in files.items()}, "signature": made if isinstance(made, str) else json.dumps(made, ensure_ascii=False),
             "trust": trust or {"key": pem(SIGNER_KEY)}, "verdict": verdict or ("invalid" if codes else "valid"), "now": now}
    if links:
        value["links"] = links
    if single:
        value["single"] = single
    if allow_unsigned:
        value["ignoreUnsignedFiles"] = True
    write("model-signing", name_, value)


def model_vectors():
    good = model_signature()
    end = datetime.datetime(2026, 12, 1)
    ca_key, signing_key = key("model ca"), key("model signer", 384)
    ca = authority("model ca", ca_key, "model ca", ca_key, 9, 1)
    signing = (builder(name("model signer"), name("model ca"), signing_key.public_key(), 10, datetime.datetime(2026, 1, 1), end)
               .add_extension(usage(digital_signature=True), True).sign(ca_key, hashes.SHA256(), ecdsa_deterministic=True))
    useless = (builder(name("model signer"), name("model ca"), signing_key.public_key(), 11, datetime.datetime(2026, 1, 1), end)
               .add_extension(usage(key_agreement=True), True).sign(ca_key, hashes.SHA256(), ecdsa_deterministic=True))
    certified = model_signature(private=signing_key, bits=384, material=chain(signing))
    roots = {"certificates": cert_pem(ca)}
    certificate = leaf()
    payload = compact(model_statement())
    by_identity = bundle(envelope(payload, sign(SIGNER_KEY, pae(IN_TOTO, payload))), [entry("dsse", "0.0.1", dsse1(payload, sign(SIGNER_KEY, pae(IN_TOTO, payload)), certificate), 1)], certificate)
    who = {"identity": IDENTITY, "issuer": ISSUER}
    split = model_statement(resources=shards(MODEL, 64), method="shards", shard_size=64)

    def stated(*steps, to=None, drop=False):
        return model_signature(changed(model_statement(), *steps, to=to, drop=drop))

    def resource(**members):
        first = {**model_statement()["predicate"]["resources"][0], **members}
        return model_signature(model_statement(resources=[first, *model_statement()["predicate"]["resources"][1:]]))

    model("ok-key", good)
    for bits in (384, 521):
        model(f"ok-key-p{bits}", model_signature(private=key("signer", bits), bits=bits), trust={"key": pem(key("signer", bits))})
    model("ok-key-without-hint", model_signature(material={"publicKey": {"rawBytes": b64(pem(SIGNER_KEY).encode()), "keyDetails": "PKIX_ECDSA_P256_SHA_256"}}))
    model("ok-keyid-null", model_signature(keyid=None))
    model("ok-keyid-absent", model_signature(keyid="absent"))
    model("ok-certificate", certified, trust=roots)
    model("ok-sigstore", by_identity, trust=who)
    model("ok-shards", model_signature(split))
    model("ok-git-is-left-out", good, files={**MODEL, ".git/HEAD": b"x", ".gitignore": b"x", ".github/w.yml": b"x"})
    model("ok-ignored-path", model_signature(model_statement(ignore_paths=["cache"])), files={**MODEL, "cache/x": b"x"})
    model("ok-unsigned-allowed", good, files={**MODEL, "extra": b"x"}, allow_unsigned=True)
    model("ok-resource-with-other-members", resource(uri="https://example.org"))
    model("ok-single-file", model_signature(model_statement({"weights.bin": MODEL["weights.bin"]})), files={"weights.bin": MODEL["weights.bin"]}, single="weights.bin")
    model("ok-single-file-by-dot", model_signature(model_statement({".": MODEL["weights.bin"]})), files={"weights.bin": MODEL["weights.bin"]}, single="weights.bin")
    model("ok-link-followed", model_signature(model_statement({**MODEL, "copy": MODEL["weights.bin"]}, allow_symlinks=True)), links={"copy": "weights.bin"})
    model("ok-colon-in-shard-path", model_signature(model_statement(resources=shards({"a:b": b"xyz"}, 2), method="shards", shard_size=2)), files={"a:b": b"xyz"})
    model("ok-no-ignore-paths", stated("predicate", "serialization", "ignore_paths", drop=True))

    model("signature-flipped", changed(good, "dsseEnvelope", "signatures", 0, "sig", to=flip(good["dsseEnvelope"]["signatures"][0]["sig"])), ["signature-invalid"])
    model("payload-changed", changed(good, "dsseEnvelope", "payload", to=b64(compact(model_statement({"x": b"y"})))), ["signature-invalid"])
    model("another-key", model_signature(private=OTHER_KEY, material={"publicKey": {"hint": hint(SIGNER_KEY)}}), ["signature-invalid"])
    model("hint-of-another-key", model_signature(private=OTHER_KEY), ["key-mismatch"])
    model("certificate-of-another-root", certified, ["certificate-untrusted"], trust={"certificates": cert_pem(authority("model ca", OTHER_KEY, "model ca", OTHER_KEY, 9, 1))})
    model("certificate-expired", certified, ["certificate-expired"], trust=roots, now="2026-12-01T00:00:01Z")
    model("certificate-not-for-signatures", model_signature(private=signing_key, bits=384, material=chain(useless)), ["certificate-usage"], trust=roots)
    model("method-of-another", certified, ["material-mismatch"])
    model("identity-of-another", by_identity, ["identity-mismatch"], trust={"identity": "mallory@example.org", "issuer": ISSUER})
    model("no-entry", changed(by_identity, MATERIAL, "tlogEntries", to=[]), ["entry-missing"], trust=who)
    model("no-material", changed(good, MATERIAL, drop=True), ["bundle-malformed"])
    model("no-envelope", changed(good, "dsseEnvelope", drop=True), ["bundle-malformed"])
    model("signature-of-a-file", signed_file(), ["bundle-malformed"], trust=who)
    model("empty", "", ["bundle-malformed"])
    model("two-signatures", changed(good, "dsseEnvelope", "signatures", to=good["dsseEnvelope"]["signatures"] * 2), ["bundle-malformed"])
    model("payload-type", model_signature(kind="application/json"), ["payload-unsupported"], "unverifiable")
    model("predicate-of-another", stated("predicateType", to="https://example.org/p"), ["predicate-mismatch"])
    model("statement-type", stated("_type", to="https://in-toto.io/Statement/v0.1"), ["statement-malformed"])
    model("statement-member-twice", model_signature(payload=b'{"_type":"x",' + compact(model_statement())[1:]), ["statement-malformed"])
    model("statement-member-unknown", stated("note", to="x"), ["statement-malformed"])
    model("predicate-member-unknown", stated("predicate", "note", to="x"), ["statement-malformed"])
    model("two-subjects", stated("subject", to=model_statement()["subject"] * 2), ["statement-malformed"])
    model("subject-of-another", stated("subject", 0, "digest", "sha256", to="00" * 32), ["subject-mismatch"])
    model("no-resources", model_signature(model_statement(resources=[])), ["statement-malformed"])
    model("no-allow-symlinks", stated("predicate", "serialization", "allow_symlinks", drop=True), ["statement-malformed"])
    model("method-unknown", stated("predicate", "serialization", "method", to="tensors"), ["statement-malformed"])
    model("shard-size-with-files", stated("predicate", "serialization", "shard_size", to=5), ["statement-malformed"])
    model("shards-without-size", model_signature(changed(split, "predicate", "serialization", "shard_size", drop=True)), ["statement-malformed"])
    model("hash-blake3", model_signature(changed(model_statement(), "predicate", "serialization", "hash_type", to="blake3")), ["hash-unsupported"], "unverifiable")
    model("resource-blake2b", resource(algorithm="blake2b"), ["hash-unsupported"], "unverifiable")
    model("digest-upper-case", resource(digest="AB" * 32), ["statement-malformed"])
    for title, path in (("absolute", "/config.json"), ("parent", "../config.json"), ("inner-parent", "a/../config.json"), ("dot", "./config.json"), ("double-slash", "a//b"), ("trailing-slash", "a/")):
        model(f"path-{title}", resource(name=path), ["path-invalid"])
    model("path-twice", model_signature(model_statement(resources=model_statement()["predicate"]["resources"] + model_statement()["predicate"]["resources"][:1])), ["resource-duplicate"])
    model("dot-among-others", model_signature(model_statement({**MODEL, ".": b"x"})), ["path-invalid"])
    for title, path in (("pattern", "*.tmp"), ("parent", "../x"), ("absolute", "/x"), ("root", ".")):
        model(f"ignored-{title}", model_signature(model_statement(ignore_paths=[path])), ["path-invalid"])
    model("file-changed", good, ["file-changed"], files={**MODEL, "weights.bin": bytes(200)})
    model("file-missing", good, ["file-missing"], files={"config.json": MODEL["config.json"], "weights.bin": MODEL["weights.bin"]})
    model("file-missing-unsigned-allowed", good, ["file-missing"], files={"config.json": MODEL["config.json"], "weights.bin": MODEL["weights.bin"]}, allow_unsigned=True)
    model("file-unsigned", good, ["file-unsigned"], files={**MODEL, "extra": b"x"})
    model("file-unsigned-git-below", good, ["file-unsigned"], files={**MODEL, "sub/.git": b"x"})
    model("file-unsigned-like-ignored", model_signature(model_statement(ignore_paths=["cache"])), ["file-unsigned"], files={**MODEL, "cache2": b"x"})
    model("file-in-another-case", good, ["file-unsigned", "file-missing"], files={"Config.json": MODEL["config.json"], "weights.bin": MODEL["weights.bin"], "sub/empty": b""})
    model("file-signed-and-ignored", model_signature(model_statement(ignore_paths=["config.json"])), ["file-missing"])
    model("single-file-of-another-name", model_signature(model_statement({"a.bin": b"x"})), ["file-unsigned", "file-missing"], files={"b.bin": b"x"}, single="b.bin")
    model("link-refused", good, ["link-refused"], links={"copy": "weights.bin"})
    model("link-in-place-of-file", good, ["link-refused", "file-missing"], files={"config.json": MODEL["config.json"], "sub/empty": b"", ".git/w": MODEL["weights.bin"]}, links={"weights.bin": ".git/w"})
    model("link-around", model_signature(model_statement(allow_symlinks=True)), ["link-refused"], links={"sub/around": ".."})
    model("shard-changed", model_signature(split), ["file-changed"], files={**MODEL, "weights.bin": MODEL["weights.bin"][:-1] + b"x"})
    model("shard-missing", model_signature(split), ["file-missing", "file-unsigned"], files={**MODEL, "weights.bin": MODEL["weights.bin"][:100]})
    model("shard-name", model_signature(model_statement(resources=[{**r, "name": r["name"].replace(":0:", ":00:")} for r in shards(MODEL, 64)], method="shards", shard_size=64)), ["statement-malformed"])


sigstore_vectors()
model_vectors()
print(f"{written} vectors")
