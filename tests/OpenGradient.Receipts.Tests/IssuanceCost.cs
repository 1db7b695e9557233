using OpenGradient.Primitives;
using OpenGradient.Tests;

namespace OpenGradient.Receipts.Tests;

/// <summary>Prints what issuing a receipt costs, in processor time; asserts nothing, because time is the machine's.</summary>
/// <remarks><c>OpenGradient.Receipts.Tests -explicit only -class "*IssuanceCost" -showLiveOutput</c></remarks>
public sealed class IssuanceCost(ITestOutputHelper output)
{
    private const int Rounds = 3000;

    [Fact(Explicit = true)]
    public void PrintCost()
    {
        ReceiptContent content = SampleContent.Tensor(TestKeys.DigestOf("log"));
        byte[] candles = new byte[60 * 5 * sizeof(float)];
        Receipt receipt = Receipt.Create(content);
        Measure("two trees of one leaf", () => Commit(candles, CommitmentSide.Input, Commit(new byte[4], CommitmentSide.Output, null)));
        Measure("payload and id", () => Receipt.Create(content));
        Measure("P-256 signature", () => DsseEnvelope.Sign(receipt, TestKeys.Issuer));
        Measure("all of it", () =>
        {
            CommitmentTree outputs = Commit(new byte[4], CommitmentSide.Output, null);
            CommitmentTree inputs = Commit(candles, CommitmentSide.Input, outputs);
            DsseEnvelope.Sign(Receipt.Create(content with { Input = inputs.Commitment, Output = outputs.Commitment }), TestKeys.Issuer);
        });
        output.WriteLine($"payload {receipt.Payload.Length} bytes, envelope {CanonicalJson.Serialize(DsseEnvelope.Sign(receipt, TestKeys.Issuer).ToJson()).Length} bytes");
    }

    private static CommitmentTree Commit(byte[] bytes, CommitmentSide side, CommitmentTree? after) => CommitmentTree.Build(
        side, [new TensorContent("f32", [bytes.Length / 4], bytes).ToLeaf(after is null ? "volatility" : "candles")], ReceiptSalts.Generate());

    private void Measure(string what, Action action)
    {
        for (int round = 0; round < Rounds; round++)
            action();
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        TimeSpan started = Environment.CpuUsage.TotalTime;
        for (int round = 0; round < Rounds; round++)
            action();
        double microseconds = (Environment.CpuUsage.TotalTime - started).TotalMicroseconds / Rounds;
        output.WriteLine($"{what,-24}{microseconds,8:F1} µs{(GC.GetAllocatedBytesForCurrentThread() - allocated) / Rounds,8} bytes");
    }
}
