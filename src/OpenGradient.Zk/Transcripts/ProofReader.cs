using System.Buffers.Binary;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Hiding;

namespace OpenGradient.Zk.Transcripts;

/// <summary>The only way from a prover's bytes to a verifier's values: what is read is absorbed first.</summary>
/// <remarks>
/// The first fault is kept, with its place; after it every read gives zeros. A verifier so runs to its end on any bytes, in a time that the statement bounds, and asks
/// once, with <see cref="Finish"/>. It never throws on what is read.
/// </remarks>
internal ref struct ProofReader
{
    private readonly ReadOnlySpan<byte> _proof;
    private readonly MessagePads? _pads;
    private int _position;

    /// <param name="proof">What is read.</param>
    /// <param name="transcript">What takes it in.</param>
    /// <param name="pads">What stands behind the numbers; null where they are what they are.</param>
    public ProofReader(ReadOnlySpan<byte> proof, Transcript transcript, MessagePads? pads = null)
    {
        _proof = proof;
        _pads = pads;
        Transcript = transcript;
    }

    /// <summary>For challenges, and to absorb what is public.</summary>
    public Transcript Transcript { get; }

    /// <summary>The first fault.</summary>
    public ProofFault Fault { get; private set; }

    /// <summary>Where the part of the proof begins that <see cref="Fault"/> is about.</summary>
    public int FaultOffset { get; private set; }

    /// <summary>Reads numbers of E, as what they stand for.</summary>
    public TExtension[] Read<TExtension>(byte label, int count)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension[] numbers = ReadClear<TExtension>(label, count);
        for (int index = 0; index < count; index++)
            numbers[index] = TExtension.Receive(numbers[index], _pads);
        return numbers;
    }

    /// <summary>Reads numbers of E that are never padded: what they are combined of hides all that they could tell.</summary>
    public TExtension[] ReadClear<TExtension>(byte label, int count)
        where TExtension : struct, IExtension<TExtension>
    {
        ReadOnlySpan<byte> bytes = ReadBytes(label, checked(count * TExtension.Degree * Goldilocks.SizeBytes));
        var numbers = new TExtension[count];
        Span<Goldilocks> coefficients = stackalloc Goldilocks[TExtension.Degree];
        for (int index = 0; index < count && !bytes.IsEmpty; index++)
        {
            ReadElements(bytes[(index * TExtension.Degree * Goldilocks.SizeBytes)..], coefficients);
            numbers[index] = TExtension.From(coefficients);
        }

        return numbers;
    }

    /// <summary>Reads one number of E.</summary>
    public TExtension ReadOne<TExtension>(byte label)
        where TExtension : struct, IExtension<TExtension> => Read<TExtension>(label, 1)[0];

    /// <summary>Reads one number of E that is not 0. Of a padded one that cannot be seen: its inverse follows.</summary>
    public TExtension ReadNonZero<TExtension>(byte label, ProofFault fault)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension number = ReadOne<TExtension>(label);
        if (_pads is null)
            Require(number != TExtension.Zero, fault);
        else
            RequireEqual(number * ReadOne<TExtension>(MessageLabel.Inverse), TExtension.One, fault);
        return number;
    }

    /// <summary>Reads numbers of F.</summary>
    public void Read(byte label, scoped Span<Goldilocks> elements)
    {
        ReadOnlySpan<byte> bytes = ReadBytes(label, elements.Length * Goldilocks.SizeBytes);
        elements.Clear();
        if (!bytes.IsEmpty)
            ReadElements(bytes, elements);
    }

    /// <summary>Reads bytes; none after a fault.</summary>
    public ReadOnlySpan<byte> ReadBytes(byte label, int byteCount)
    {
        if (Fault == ProofFault.None && _proof.Length - _position < byteCount)
            Refuse(ProofFault.CutShort);
        // After a fault nothing is read, and that is absorbed: which challenges stand behind work does not depend on the proof.
        if (Fault != ProofFault.None)
            byteCount = 0;
        ReadOnlySpan<byte> bytes = _proof.Slice(_position, byteCount);
        _position += byteCount;
        Transcript.Absorb(label, bytes);
        return bytes;
    }

    /// <summary>Reads the nonce of a work step.</summary>
    public void ReadWork(int bitCount)
    {
        if (Fault == ProofFault.None && _proof.Length - _position < sizeof(ulong))
            Refuse(ProofFault.CutShort);
        bool isRead = Fault == ProofFault.None;
        Require(Transcript.TryWork(bitCount, isRead ? BinaryPrimitives.ReadUInt64BigEndian(_proof[_position..]) : 0), ProofFault.TooLittleWork);
        _position += isRead ? sizeof(ulong) : 0;
    }

    /// <summary>Keeps the fault unless the condition holds, or there was one before.</summary>
    public void Require(bool condition, ProofFault fault)
    {
        if (!condition)
            Refuse(fault);
    }

    /// <summary>An equation of the protocol: every one between values of the proof is said here, so that one place decides what equal means.</summary>
    public void RequireEqual<TExtension>(TExtension left, TExtension right, ProofFault fault)
        where TExtension : struct, IExtension<TExtension> => Require(TExtension.RequireEqual(left, right), fault);

    /// <summary>The verdict: <see cref="ProofFault.None"/> if everything held and every byte was read.</summary>
    public ProofFault Finish()
    {
        Require(_position == _proof.Length, ProofFault.TrailingBytes);
        return Fault;
    }

    private void ReadElements(ReadOnlySpan<byte> bytes, scoped Span<Goldilocks> elements)
    {
        for (int index = 0; index < elements.Length; index++)
            Require(Goldilocks.TryRead(bytes.Slice(index * Goldilocks.SizeBytes, Goldilocks.SizeBytes), out elements[index]), ProofFault.NotCanonical);
    }

    private void Refuse(ProofFault fault)
    {
        if (Fault != ProofFault.None)
            return;
        Fault = fault;
        FaultOffset = _position;
    }
}
