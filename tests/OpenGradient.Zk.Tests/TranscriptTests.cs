using System.Buffers.Binary;
using System.Text.Json;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Tests;

public sealed class TranscriptTests
{
    [Fact]
    public void Quadratic_Vectors_Hold() => Hold<QuadraticExtension>();

    [Fact]
    public void Cubic_Vectors_Hold() => Hold<CubicExtension>();

    [Fact]
    public void Challenge_AfterAnythingElse_Differs()
    {
        QuadraticExtension plain = ChallengeAfter(static transcript => transcript.Absorb(1, [2, 3]));

        Assert.NotEqual(plain, ChallengeAfter(static transcript => transcript.Absorb(2, [2, 3])));
        Assert.NotEqual(plain, ChallengeAfter(static transcript => transcript.Absorb(1, [2])));
        Assert.NotEqual(plain, ChallengeAfter(static transcript =>
        {
            transcript.Absorb(1, [2]);
            transcript.Absorb(1, [3]);
        }));
        Assert.NotEqual(plain, ChallengeAfter(static transcript => transcript.TryWork(0, 0)));
    }

    [Fact]
    public void Read_AfterAFault_GivesZerosAndKeepsTheFirst()
    {
        byte[] proof = new byte[24];
        proof.AsSpan(0, 8).Fill(0xFF);
        ProofReader reader = new(proof, Transcript.Start<QuadraticExtension>());

        Assert.Equal(default, reader.ReadOne<QuadraticExtension>(1));
        Assert.Equal(default, reader.ReadOne<QuadraticExtension>(1));

        Assert.Equal(ProofFault.NotCanonical, reader.Finish());
        Assert.Equal(16, reader.FaultOffset);
    }

    [Fact]
    public void Finish_BytesLeft_IsAFault()
    {
        ProofReader reader = new(new byte[17], Transcript.Start<QuadraticExtension>());

        reader.ReadOne<QuadraticExtension>(1);

        Assert.Equal(ProofFault.TrailingBytes, reader.Finish());
    }

    private static QuadraticExtension ChallengeAfter(Action<Transcript> use)
    {
        var transcript = Transcript.Start<QuadraticExtension>();
        use(transcript);
        return transcript.Challenge<QuadraticExtension>();
    }

    private static void Hold<TExtension>()
        where TExtension : struct, IExtension<TExtension>
    {
        JsonElement vector = MathematicsVectors.Of<TExtension>("transcript");
        var transcript = Transcript.Start<TExtension>();
        ulong nonce = BinaryPrimitives.ReadUInt64BigEndian(vector.Bytes("nonce"));

        transcript.Absorb(0x10, []);
        transcript.Absorb(0x21, [.. Enumerable.Range(0, 200).Select(static index => (byte)index)]);
        TExtension[] challenges = transcript.Challenges<TExtension>(2);

        Assert.Equal(vector.Numbers<TExtension>("challenges"), challenges);
        Assert.True(transcript.IsWork(9, nonce));
        Assert.False(nonce > 0 && transcript.IsWork(9, nonce - 1));
        Assert.True(transcript.TryWork(9, nonce));
        Assert.Equal(vector.GetProperty("indices").EnumerateArray().Select(static index => index.GetInt32()), transcript.Indices(11, 7));
    }
}
