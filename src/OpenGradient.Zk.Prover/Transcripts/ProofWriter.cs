using System.Buffers;
using System.Buffers.Binary;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Kernels.Hashing;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Transcripts;

/// <summary>The prover's end of the channel: what is written is absorbed as the verifier will absorb it.</summary>
/// <param name="transcript">Of the statement.</param>
/// <param name="cancellation">Is looked at with each message: whoever cancels waits for one round of one sum at most.</param>
internal sealed class ProofWriter(Transcript transcript, CancellationToken cancellation = default)
{
    private readonly ArrayBufferWriter<byte> _proof = new();
    private Goldilocks[]? _pads; // coefficient by coefficient
    private int _nextPad;

    /// <summary>For challenges, and to absorb what is public.</summary>
    public Transcript Transcript { get; } = transcript;

    /// <summary>The proof so far.</summary>
    public ReadOnlySpan<byte> Written => _proof.WrittenSpan;

    /// <summary>From here on every number but those written in the clear has a pad of its own added.</summary>
    public void PadWith(Goldilocks[] pads) => _pads = pads;

    /// <summary>The bytes of the pads, so many coefficients, that the next numbers get.</summary>
    public byte[] NextPads(int count)
    {
        byte[] bytes = new byte[count * Goldilocks.SizeBytes];
        for (int index = 0; index < count; index++)
            _pads![_nextPad + index].Write(bytes.AsSpan(index * Goldilocks.SizeBytes));
        return bytes;
    }

    /// <summary>Writes numbers of E, each with its pad if there are pads.</summary>
    public void Write<TExtension>(byte label, params ReadOnlySpan<TExtension> numbers)
        where TExtension : struct, IExtension<TExtension> => WriteNumbers(label, numbers, _pads);

    /// <summary>Writes numbers that are never padded.</summary>
    public void WriteClear<TExtension>(byte label, params ReadOnlySpan<TExtension> numbers)
        where TExtension : struct, IExtension<TExtension> => WriteNumbers(label, numbers, pads: null);

    /// <summary>Writes a number that is not 0: with its inverse, if that cannot be seen.</summary>
    public void WriteNonZero<TExtension>(byte label, TExtension number)
        where TExtension : struct, IExtension<TExtension>
    {
        Write(label, number);
        if (_pads is not null)
            Write(MessageLabel.Inverse, number.Inverse());
    }

    public void WriteBytes(byte label, ReadOnlySpan<byte> bytes)
    {
        cancellation.ThrowIfCancellationRequested();
        _proof.Write(bytes);
        Transcript.Absorb(label, bytes);
    }

    /// <summary>Looks for the smallest nonce that shows so much work, and writes it.</summary>
    public void WriteWork(int bitCount, CancellationToken cancellation)
    {
        ulong nonce = NonceSearch.Find(Transcript, bitCount, cancellation);
        Transcript.TryWork(bitCount, nonce);
        BinaryPrimitives.WriteUInt64BigEndian(_proof.GetSpan(sizeof(ulong)), nonce);
        _proof.Advance(sizeof(ulong));
    }

    private void WriteNumbers<TExtension>(byte label, ReadOnlySpan<TExtension> numbers, Goldilocks[]? pads)
        where TExtension : struct, IExtension<TExtension>
    {
        byte[] bytes = new byte[numbers.Length * TExtension.Degree * Goldilocks.SizeBytes];
        int position = 0;
        foreach (TExtension number in numbers)
        {
            for (int index = 0; index < TExtension.Degree; index++, position += Goldilocks.SizeBytes)
                (pads is null ? number[index] : number[index] + pads[_nextPad++]).Write(bytes.AsSpan(position));
        }

        WriteBytes(label, bytes);
    }
}
