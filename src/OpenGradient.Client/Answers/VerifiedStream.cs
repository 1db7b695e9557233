using System.Buffers;
using OpenGradient.Receipts;

namespace OpenGradient.Client;

/// <summary>Releases a stream segment by segment, each when the issuer's signature covers it, and its end when the bundle meets the policy.</summary>
/// <remarks>
/// <para>Reading throws <see cref="UnverifiedAnswerException"/> where the stream, or its bundle, is not what it should be; what was read until then is as the issuer signed it.</para>
/// <para>Memory: the bytes that no segment covers yet, at most 16 MiB, and the bundles, at most as much; all of the stream where the policy asks for more than may flow.</para>
/// </remarks>
internal sealed class VerifiedStream(Stream source, AnswerGate gate) : Stream
{
    private const int MostHeldBytes = 16 << 20;

    private readonly AnswerStreamVerifier _verifier = gate.CreateStreamVerifier();
    private readonly bool _mayFlow = gate.MayFlow;
    private readonly byte[] _chunk = new byte[1 << 16];
    private readonly StreamBundles _bundles = new();
    private readonly ArrayBufferWriter<byte> _arrived = new();
    private readonly ArrayBufferWriter<byte> _held = new();
    private int _modelCount;
    private int _taken;
    private int _releasable;
    private long _releasedBytes;
    private bool _isOver;
    private UnverifiedAnswerException? _refusal;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            while (_releasable == 0 && !_isOver)
                await FillAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (UnverifiedAnswerException refusal)
        {
            _refusal = refusal;
            throw;
        }

        int count = Math.Min(_releasable, buffer.Length);
        Take(buffer.Span[..count]);
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("An answer is verified while it is read, which may ask the node: read it asynchronously.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
        // There is nothing to flush in what is only read.
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            source.Dispose();
        base.Dispose(disposing);
    }

    private async Task FillAsync(CancellationToken cancellation)
    {
        if (_refusal is not null)
            throw _refusal;
        int count = await source.ReadAsync(_chunk, cancellation).ConfigureAwait(false);
        if (count == 0)
        {
            await EndAsync(cancellation).ConfigureAwait(false);
            return;
        }

        _bundles.Take(_chunk.AsSpan(0, count), _arrived);
        TakeArrived();
        if (_verifier.Answers.Count > _modelCount)
            RequireModels();
        if (_held.WrittenCount > MostHeldBytes)
            throw new UnverifiedAnswerException("the stream has too many bytes that nothing covers");
        // What comes with the receipt, the end mark among it, waits for the bundle.
        if (_mayFlow && _verifier.Verdict.Code != StreamCode.Complete)
            _releasable = (int)(_verifier.VerifiedBytes - _releasedBytes);
    }

    /// <summary>Heads come before what they are about, and stay.</summary>
    private void RequireModels()
    {
        foreach (StreamVerifier answer in _verifier.Answers)
            gate.RequireModel(answer.Head.Model);
        _modelCount = _verifier.Answers.Count;
    }

    private async Task EndAsync(CancellationToken cancellation)
    {
        _bundles.End(_arrived);
        TakeArrived();
        Require(_verifier.End());
        gate.RequireCount(_verifier.Answers.Count);
        foreach ((int index, StreamVerifier answer) in _verifier.Answers.Index())
        {
            // The stream was held against the receipt's output.
            await gate.RequireAsync(answer.Receipt!.Id, index, _bundles.Find(answer.Head.Choice), answer: null, cancellation).ConfigureAwait(false);
        }

        _isOver = true;
        _releasable = _held.WrittenCount - _taken;
    }

    /// <summary>Verifies the bytes that arrived, and holds them until they may be released.</summary>
    private void TakeArrived()
    {
        Require(_verifier.Append(_arrived.WrittenSpan));
        Hold(_arrived.WrittenSpan);
        _arrived.ResetWrittenCount();
    }

    /// <summary>Keeps new bytes behind those that nobody has taken yet.</summary>
    private void Hold(ReadOnlySpan<byte> bytes)
    {
        if (_taken > 0)
        {
            byte[] rest = _held.WrittenSpan[_taken..].ToArray();
            _held.ResetWrittenCount();
            _held.Write(rest);
            _taken = 0;
        }

        _held.Write(bytes);
    }

    private void Take(Span<byte> destination)
    {
        _held.WrittenSpan.Slice(_taken, destination.Length).CopyTo(destination);
        _taken += destination.Length;
        _releasable -= destination.Length;
        _releasedBytes += destination.Length;
    }

    private static void Require(StreamVerdict verdict)
    {
        if (verdict.IsFault)
            throw new UnverifiedAnswerException($"the stream is not as the issuer signed it, behind {verdict.Segments} segments: {verdict.Reason.TrimEnd('.')}");
    }
}
