using System.Text;
using System.Text.RegularExpressions;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Tests;

namespace OpenGradient.Verification.Tests;

/// <summary>The published vectors of streams: this verifier and its JavaScript twin must give exactly these verdicts.</summary>
public sealed class StreamVectorTests
{
    private static readonly string Folder = Repository.PathOf("spec/receipt-1/streams");

    public static TheoryData<string> Vectors() => [.. Directory.EnumerateFiles(Folder, "*.json").Select(static path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Verify_PublishedStream_GivesItsVerdictHoweverItIsCut(string name)
    {
        JsonReader.TryRead(File.ReadAllBytes(Path.Combine(Folder, name + ".json")), out JsonValue? vector);
        byte[] stream = Convert.FromBase64String(JsonEdit.Get(vector!, "stream").Text);
        foreach (int length in (int[])[1, 50, stream.Length])
        {
            AnswerStreamVerifier verifier = new(new(JsonEdit.Get(vector!, "nonce").Text, [.. JsonEdit.Get(vector!, "issuers").Items.Select(static item => Digest.Parse(item.Text))]));
            foreach (byte[] piece in stream.Chunk(length))
                verifier.Append(piece);
            StreamVerdict verdict = verifier.End();

            string[] found = [verdict.Code.WireName(), $"{verdict.Segments}", $"{verifier.VerifiedBytes}"];
            Assert.Equal([.. ((string[])["code", "segments", "verified"]).Select(member => JsonEdit.Get(vector!, member).Text)], found);
        }
    }

    [Fact]
    public void Vectors_Together_ReachEveryCodeThatAWholeStreamEndsWith()
    {
        string[] reached = [.. StreamVectors.Cases().Select(static vector => vector.Expected)];

        Assert.Empty(Enum.GetValues<StreamCode>().Except([StreamCode.Open, StreamCode.Ended]).Select(static code => code.WireName()).Except(reached));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Verify_BitFlipped_NeverThrowsAndNeverReleasesOtherText()
    {
        byte[] stream = StreamSample.Join(StreamSample.Several);

        for (int place = 0; place < stream.Length; place++)
        {
            byte[] mutant = [.. stream];
            mutant[place] ^= (byte)(1 << (place % 8));
            AnswerStreamVerifier verifier = new(StreamExpectation.Any);
            verifier.Append(mutant);
            verifier.End();

            string released = Encoding.UTF8.GetString(mutant.AsSpan(0, (int)verifier.VerifiedBytes));
            Assert.StartsWith(TextOf(released, 0), "answer 0", StringComparison.Ordinal);
            Assert.StartsWith(TextOf(released, 1), "answer 1", StringComparison.Ordinal);
        }
    }

    /// <summary>Writes the vectors that are missing. Run by hand when the specification changes.</summary>
    [Fact(Explicit = true)]
    public void WriteVectors()
    {
        Directory.CreateDirectory(Folder);
        foreach (StreamVectorCase vector in StreamVectors.Cases())
        {
            byte[] stream = StreamSample.Join(vector.Blocks);
            AnswerStreamVerifier verifier = new(new(StreamSample.Nonce, [TestKeys.Issuer.PublicKey.KeyId]));
            verifier.Append(stream);
            StreamVerdict verdict = verifier.End();
            Assert.Equal($"{vector.Name}: {vector.Expected} {vector.Segments}", $"{vector.Name}: {verdict.Code.WireName()} {verdict.Segments}");
            string path = Path.Combine(Folder, vector.Name + ".json");
            if (!File.Exists(path))
                File.WriteAllText(path, Format(vector, stream, verifier.VerifiedBytes));
        }
    }

    /// <summary>The text that chunks show of an answer, as any client reads it.</summary>
    private static string TextOf(string stream, int choice) => string.Concat(Regex.Matches(stream, $"^data: .*\"index\":{choice},\"text\":\"(.*?)\"", RegexOptions.Multiline).Select(static match => match.Groups[1].Value));

    private static string Format(StreamVectorCase vector, byte[] stream, long verified) =>
        $$"""
        {
          "name": "{{vector.Name}}",
          "why": "{{vector.Why}}",
          "nonce": "{{StreamSample.Nonce}}",
          "issuers": ["{{TestKeys.Issuer.PublicKey.KeyId}}"],
          "code": "{{vector.Expected}}",
          "segments": "{{vector.Segments}}",
          "verified": "{{verified}}",
          "stream": "{{Convert.ToBase64String(stream)}}"
        }

        """;
}
