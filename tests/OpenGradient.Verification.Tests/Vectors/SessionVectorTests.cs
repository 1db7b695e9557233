using System.Text;
using OpenGradient.Primitives;
using OpenGradient.Tests;

namespace OpenGradient.Verification.Tests;

/// <summary>The published vectors of sessions: this verifier and its JavaScript twin must give exactly these reports.</summary>
public sealed class SessionVectorTests
{
    private static readonly string Folder = Repository.PathOf("spec/receipt-1/sessions");

    public static TheoryData<string> Vectors() => [.. Directory.EnumerateFiles(Folder, "*.json").Select(static path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Verify_PublishedSession_GivesItsReport(string name)
    {
        JsonReader.TryRead(File.ReadAllBytes(Path.Combine(Folder, name + ".json")), out JsonValue? vector);
        Policy policy = Sample.ParsePolicy(Text(JsonEdit.Get(vector!, "policy")));

        SessionReport report = SessionVerifier.Verify(Convert.FromBase64String(JsonEdit.Get(vector!, "session").Text), policy, Sample.Now);

        Assert.Equal(Text(JsonEdit.Get(vector!, "report")), Text(WithoutReasons(report)));
    }

    [Fact]
    public void Vectors_Together_ReachEveryCode()
    {
        string reached = string.Concat(SessionVectors.Cases().Select(static vector => vector.Expected));

        Assert.All(Enum.GetValues<SessionCode>(), code => Assert.Contains($":{code.WireName()}@", reached, StringComparison.Ordinal));
    }

    [Fact]
    public void Verify_Truncated_NeverThrowsAndNeverAccepts()
    {
        byte[] file = SessionFile.ToBytes(SessionSample.Honest[..2]);

        for (int length = 0; length < file.Length; length += 97)
            Assert.Equal(VerificationReport.ExitInvalid, SessionVerifier.Verify(file.AsSpan(0, length), Policy.Default, Sample.Now).ExitCode);
    }

    /// <summary>Writes the vectors that are missing. Run by hand when the specification changes.</summary>
    [Fact(Explicit = true)]
    public void WriteVectors()
    {
        foreach (SessionVectorCase vector in SessionVectors.Cases())
        {
            SessionReport report = SessionVerifier.Verify(vector.Session, Sample.ParsePolicy(vector.Policy), Sample.Now);
            Assert.Equal($"{vector.Name}: {vector.Expected}", $"{vector.Name}: {string.Join(' ', report.Rows.Select(static row => $"{row.Kind}:{row.Code.WireName()}@{row.Step}"))}");
            Assert.Equal(vector.Name.StartsWith("accept-", StringComparison.Ordinal), report.ExitCode == VerificationReport.ExitAccepted);
            string path = Path.Combine(Folder, vector.Name + ".json");
            if (!File.Exists(path))
                File.WriteAllText(path, Format(vector, report));
        }
    }

    private static JsonValue WithoutReasons(SessionReport report)
    {
        JsonReader.TryRead(Encoding.UTF8.GetBytes(report.ToJson()), out JsonValue? json);
        return JsonValue.Object([.. json!.Members.Select(static member => KeyValuePair.Create(member.Key, member.Key == "session" ? Strip(member.Value) : member.Value))]);
    }

    private static JsonValue Strip(JsonValue rows) =>
        JsonValue.Array([.. rows.Items.Select(static row => JsonValue.Object([.. row.Members.Where(static member => member.Key != "reason")]))]);

    private static string Text(JsonValue value) => Encoding.UTF8.GetString(CanonicalJson.Serialize(value));

    private static string Format(SessionVectorCase vector, SessionReport report) =>
        $$"""
        {
          "name": "{{vector.Name}}",
          "why": "{{vector.Why}}",
          "policy": {{vector.Policy}},
          "now": "{{Sample.Now}}",
          "session": "{{Convert.ToBase64String(vector.Session)}}",
          "report": {{Text(WithoutReasons(report))}}
        }

        """;
}
