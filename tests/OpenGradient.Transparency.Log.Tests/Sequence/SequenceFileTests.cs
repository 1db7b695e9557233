using CsCheck;
using OpenGradient.Primitives;
using OpenGradient.Tests;
using OpenGradient.Transparency.Log.Tests.Kit;

namespace OpenGradient.Transparency.Log.Tests.Sequence;

public sealed class SequenceFileTests
{
    private static readonly LogVerifierKey Key = LogSigningKey.Generate("test.example/log").VerifierKey;

    [Fact]
    public void Open_AfterPowerFailureAtAnyMoment_HasAllThatWasPromisedAndNothingElse() =>
        Gen.Select(Gen.Int[1, 60].Array[1, 6], Gen.Int[0, 16], Gen.UInt).SampleFixed(static (batches, operations, seed) =>
        {
            FakeStorage disk = new(SequenceHeader.Format(Key));
            int promised = AppendUntilFailure(disk, batches, operations);
            byte[] after = disk.Crash(sector => ((seed >> (sector % 32)) & 1) == 1);

            AssertHolds(after, promised, batches.Sum());
        }, iter: 150);

    [Fact]
    public void Open_AfterATornBatch_LeavesNothingOfItBehindTheNextBatch()
    {
        FakeStorage disk = new(SequenceHeader.Format(Key));
        AppendUntilFailure(disk, [10, 40], operations: 5);
        // Of the torn batch all but the first sector reached the disk: its entries 10 to 20 are gone, the rest is whole.
        FakeStorage second = new(disk.Crash(static sector => sector > 1));
        using (SequenceFile reopened = SequenceFile.Open(second, Key, 0))
            reopened.Append([.. Enumerable.Range(1000, 11).Select(LogFixture.Entry)]);
        FakeStorage third = new(second.Crash(static _ => false));

        using SequenceFile again = SequenceFile.Open(third, Key, 0);

        Assert.Equal(21ul, again.Count);
    }

    [Fact]
    public void Open_PromisedRecordDamaged_RefusesInsteadOfCutting()
    {
        byte[] content = Filled([5, 5, 5]);
        content[SequenceHeader.Bytes + (7 * SequenceRecord.Bytes)] ^= 1;

        LogStateException error = Assert.Throws<LogStateException>(() => SequenceFile.Open(new FakeStorage(content), Key, 0));

        Assert.Equal(".state/sequence", error.File);
        Assert.Contains("entry 7", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_LastBatchCutShort_KeepsItsWholeRecords()
    {
        byte[] content = Filled([5, 5]);

        using SequenceFile file = SequenceFile.Open(new FakeStorage(content[..(SequenceHeader.Bytes + (8 * SequenceRecord.Bytes) + 17)]), Key, 5);

        Assert.Equal(8ul, file.Count);
        ReceiptId[] read = new ReceiptId[8];
        file.Read(0, read);
        Assert.Equal(Enumerable.Range(0, 8).Select(LogFixture.Entry), read);
    }

    [Fact]
    public void Open_FewerEntriesThanTheCheckpointCovers_Refuses() =>
        Assert.Throws<LogStateException>(static () => SequenceFile.Open(new FakeStorage(Filled([5])[..(SequenceHeader.Bytes + (4 * SequenceRecord.Bytes))]), Key, 5));

    [Fact]
    public void Open_SequenceOfAnotherKey_Refuses() =>
        Assert.Throws<LogStateException>(static () => SequenceFile.Open(new FakeStorage(Filled([5])), LogSigningKey.Generate("test.example/log").VerifierKey, 0));

    [Fact]
    public void Read_DamagedRecord_NamesIt()
    {
        byte[] content = Filled([5]);
        content[SequenceHeader.Bytes + (2 * SequenceRecord.Bytes)] ^= 1;
        using SequenceFile file = SequenceFile.Open(new FakeStorage(content), Key, 5);

        Assert.Contains("entry 2", Assert.Throws<LogStateException>(() => file.Read(0, new ReceiptId[5])).Message, StringComparison.Ordinal);
    }

    private static byte[] Filled(int[] batches)
    {
        FakeStorage disk = new(SequenceHeader.Format(Key));
        AppendUntilFailure(disk, batches, int.MaxValue);
        return disk.Crash(static _ => false);
    }

    /// <summary>Appends batches to a disk that fails after some operations; returns how many entries were promised.</summary>
    private static int AppendUntilFailure(FakeStorage disk, int[] batches, int operations)
    {
        using SequenceFile file = SequenceFile.Open(disk, Key, 0);
        disk.OperationsLeft = operations;
        int promised = 0;
        try
        {
            foreach (int batch in batches)
            {
                file.Append([.. Enumerable.Range(promised, batch).Select(LogFixture.Entry)]);
                promised += batch;
            }
        }
        catch (IOException)
        {
            return promised;
        }

        return promised;
    }

    private static void AssertHolds(byte[] content, int promised, int attempted)
    {
        using SequenceFile file = SequenceFile.Open(new FakeStorage(content), Key, 0);
        Assert.InRange(file.Count, (ulong)promised, (ulong)attempted);
        ReceiptId[] read = new ReceiptId[file.Count];
        file.Read(0, read);
        Assert.Equal(Enumerable.Range(0, read.Length).Select(LogFixture.Entry), read);
    }
}
