using System.Collections.Immutable;
using NSec.Cryptography;

namespace OpenGradient.Interop.Tests.Air;

/// <summary>Every code of AIR v1 that its golden vectors do not reach.</summary>
public sealed class AirVerifierTests
{
    private const long IssuedAt = 1_790_000_000;

    private static readonly Key Signer = Key.Import(SignatureAlgorithm.Ed25519, new byte[32], KeyBlobFormat.RawPrivateKey);

    private static readonly CborValue Register = CborValue.ByteString(new byte[48]);

    private static readonly ImmutableDictionary<long, CborValue> Claims = new Dictionary<long, CborValue>
    {
        [1] = CborValue.String("issuer"),
        [6] = CborValue.Integer(IssuedAt),
        [7] = CborValue.ByteString(new byte[16]),
        [265] = CborValue.String("https://spec.cyntrisec.com/air/v1"),
        [-65537] = CborValue.String("model"),
        [-65538] = CborValue.String("1"),
        [-65539] = CborValue.ByteString(Enumerable.Repeat((byte)1, 32).ToArray()),
        [-65540] = CborValue.ByteString(new byte[32]),
        [-65541] = CborValue.ByteString(new byte[32]),
        [-65542] = CborValue.ByteString(new byte[32]),
        [-65543] = Measurements("nitro-pcr", "pcr0", "pcr1", "pcr2", "pcr8"),
        [-65544] = CborValue.String("policy"),
        [-65545] = CborValue.Integer(0),
        [-65546] = CborValue.Integer(0),
        [-65547] = CborValue.Integer(0),
        [-65548] = CborValue.String("production"),
    }.ToImmutableDictionary();

    public static TheoryData<string, long, string?> ClaimBreaches() => new()
    {
        { "MISSING_CLAIM iss", 1, null },
        { "MISSING_CLAIM memory_peak_mb", -65547, null },
        { "WRONG_PROFILE eat_profile", 265, "t:https://spec.cyntrisec.com/air/v2" },
        { "BAD_CLAIM_TYPE iat", 6, "t:1790000000" },
        { "UNKNOWN_CLAIM ", -65550, "t:x" },
        { "BAD_CTI_LENGTH cti", 7, "b:15" },
        { "BAD_TIMESTAMP iat", 6, "u:0" },
        { "BAD_HASH_LENGTH request_hash", -65540, "b:31" },
        { "BAD_HASH_LENGTH model_hash", -65539, "b:0" },
        { "ZERO_MODEL_HASH model_hash", -65539, "b:32" },
        { "BAD_NONCE_LENGTH eat_nonce", 10, "b:7" },
        { "BAD_TEXT_LENGTH model_id", -65537, "t:" },
        { "UNKNOWN_MODEL_HASH_SCHEME model_hash_scheme", -65549, "t:sha256-tree" },
        { "UNKNOWN_SECURITY_MODE security_mode", -65548, "t:debug" },
        { "OK ", -65549, "t:sha256-manifest" },
        { "OK ", 10, "b:8" },
    };

    [Theory]
    [MemberData(nameof(ClaimBreaches))]
    public void Verify_ClaimReplaced_GivesItsCode(string expected, long key, string? value) =>
        Assert.Equal(expected, Verify(value is null ? Claims.Remove(key) : Claims.SetItem(key, Parse(value))));

    [Fact]
    public void Verify_Measurements_AreThoseOfTheirPlatform()
    {
        Assert.Equal("OK ", Verify(Claims.SetItem(-65543, Measurements("tdx-mrtd-rtmr", "pcr0", "pcr1", "pcr2", "pcr3", "pcr4"))));
        Assert.Equal("BAD_MEASUREMENTS enclave_measurements", Verify(Claims.SetItem(-65543, Measurements("tdx-mrtd-rtmr", "pcr0", "pcr1", "pcr2", "pcr8"))));
        Assert.Equal("BAD_MEASUREMENTS enclave_measurements", Verify(Claims.SetItem(-65543, Measurements("nitro-pcr", "pcr0", "pcr1"))));
        Assert.Equal("BAD_MEASUREMENTS enclave_measurements", Verify(Claims.SetItem(-65543, Measurements("nitro-pcr", "pcr0", "pcr1", "pcr2", "pcr5"))));
        Assert.Equal("UNKNOWN_MEASUREMENT_TYPE enclave_measurements", Verify(Claims.SetItem(-65543, Measurements("sev-snp", "pcr0", "pcr1", "pcr2"))));
    }

    [Fact]
    public void Verify_Envelope_IsHeldToTheProfile()
    {
        CborValue header = CborValue.Map((1, CborValue.Integer(-8)), (3, CborValue.Integer(61)));
        byte[] payload = CborWriter.Encode(Map(Claims));

        Assert.Equal("RECEIPT_TOO_LARGE ", Judge(new byte[AirVerifier.MaximumBytes + 1]));
        Assert.Equal("COSE_DECODE_FAILED ", Judge(Envelope(header, payload)[1..]));
        Assert.Equal("BAD_CONTENT_TYPE ", Judge(Envelope(CborValue.Map((1, CborValue.Integer(-8)), (3, CborValue.Integer(60))), payload)));
        Assert.Equal("BAD_PROTECTED_HEADER ", Judge(Envelope(CborValue.Map((1, CborValue.Integer(-8)), (3, CborValue.Integer(61)), (4, CborValue.Null)), payload)));
        Assert.Equal("NON_EMPTY_UNPROTECTED ", Judge(Envelope(header, payload, CborValue.Map((4, CborValue.Null)))));
        Assert.Equal("MISSING_PAYLOAD ", Judge([.. Envelope(header, [])[..^67], 0xf6, .. Envelope(header, [])[^66..]]));
        Assert.Equal("PAYLOAD_NOT_MAP ", Judge(Envelope(header, [.. payload, 0])));
        Assert.Equal("BAD_SIG_LENGTH ", Judge([.. Envelope(header, payload)[..^66], 0x58, 0x3f, .. new byte[63]]));
    }

    [Theory]
    [InlineData(-3600, "", "TIMESTAMP_FUTURE iat")]
    [InlineData(-300, "", "OK ")]
    [InlineData(600, "", "OK ")]
    [InlineData(601, "", "TIMESTAMP_STALE iat")]
    [InlineData(0, "00", "NONCE_MISSING eat_nonce")]
    public void Verify_Policy_IsMetOrNamed(long age, string nonce, string expected) =>
        Assert.Equal(expected, Verify(Claims, new AirPolicy { MaximumAgeSeconds = 600, Nonce = Convert.FromHexString(nonce) }, IssuedAt + age));

    [Theory]
    [InlineData("production", true, "OK ")]
    [InlineData("evaluation", false, "OK ")]
    [InlineData("evaluation", true, "EVALUATION_MODE_REJECTED security_mode")]
    public void Verify_Mode_IsAcceptedOrNot(string mode, bool isProduction, string expected) =>
        Assert.Equal(expected, Verify(Claims.SetItem(-65548, CborValue.String(mode)), new AirPolicy { IsProduction = isProduction }));

    private static string Verify(ImmutableDictionary<long, CborValue> claims, AirPolicy? policy = null, long now = IssuedAt) =>
        Judge(Envelope(CborValue.Map((1, CborValue.Integer(-8)), (3, CborValue.Integer(61))), CborWriter.Encode(Map(claims))), policy, now);

    private static string Judge(byte[] receipt, AirPolicy? policy = null, long now = IssuedAt)
    {
        AirFinding finding = AirVerifier.Verify(receipt, Signer.PublicKey.Export(KeyBlobFormat.RawPublicKey), policy ?? new AirPolicy(), now);
        return $"{finding.Code.WireName()} {finding.Claim}";
    }

    private static byte[] Envelope(CborValue header, byte[] payload, CborValue? open = null)
    {
        byte[] encoded = CborWriter.Encode(header);
        byte[] signature = SignatureAlgorithm.Ed25519.Sign(Signer, CoseSign1.ToBeSigned(encoded, payload));
        return CoseSign1.Write(encoded, open ?? CborValue.Map(ImmutableArray<KeyValuePair<CborValue, CborValue>>.Empty), payload, signature);
    }

    private static CborValue Map(ImmutableDictionary<long, CborValue> claims) => CborValue.Map([.. claims.Select(static claim => KeyValuePair.Create(CborValue.Integer(claim.Key), claim.Value))]);

    private static CborValue Measurements(string type, params string[] registers) => CborValue.Map(
        [KeyValuePair.Create(CborValue.String("measurement_type"), CborValue.String(type)), .. registers.Select(static name => KeyValuePair.Create(CborValue.String(name), Register))]);

    /// <summary>A text, a number of zero bytes, or an integer.</summary>
    private static CborValue Parse(string value) => value[0] switch
    {
        't' => CborValue.String(value[2..]),
        'b' => CborValue.ByteString(new byte[int.Parse(value[2..], null)]),
        _ => CborValue.Integer(long.Parse(value[2..], null)),
    };
}
