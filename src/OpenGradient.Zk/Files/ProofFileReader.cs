using System.Buffers.Binary;
using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Zk.Commitments;
using OpenGradient.Zk.Statements;

namespace OpenGradient.Zk;

/// <summary>Reads a <see cref="ProofFile"/>, once from front to back.</summary>
/// <remarks>The first fault is kept, with its place; after it everything read is zero or empty. Nothing is allocated that the bytes left do not pay for.</remarks>
internal ref struct ProofFileReader(ReadOnlySpan<byte> bytes)
{
    private const int DigestBytes = 32;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _position;

    /// <summary>The first fault.</summary>
    public ProofFileFault Fault { get; private set; }

    /// <summary>Where the part begins that the fault is about.</summary>
    public int FaultOffset { get; private set; }

    /// <summary>The file; null if there is a fault.</summary>
    public ProofFile? Read()
    {
        Require(_bytes.Length <= ProofFile.MaximumBytes, ProofFileFault.TooLarge, 0);
        Require(Take(ProofFile.Magic.Length).SequenceEqual(ProofFile.Magic), ProofFileFault.OtherMagic, 0);
        RequireNumber(ProofFile.Version, ProofFileFault.OtherVersion);
        var visibility = (ProofVisibility)ReadNumber((long)ProofVisibility.Public, (long)ProofVisibility.Private, ProofFileFault.OtherVisibility);
        var profile = (ProofProfile)ReadNumber((long)ProofProfile.Quadratic, (long)ProofProfile.CubicBlake3, ProofFileFault.OtherProfile);
        ProofParameters parameters = new(ReadCount(), new QueryParameters(ReadCount(), ReadCount()), ReadCount());
        ReadOnlySpan<byte> program = Take(DigestBytes);
        ImmutableArray<ImmutableArray<long>> shapes = ReadList(static (ref ProofFileReader reader) => reader.ReadShape());
        ImmutableArray<long> sums = ReadRowSums();
        ImmutableArray<byte> root = [.. Take(ReadRootLength())];
        int proofCount = visibility.HasFlag(ProofVisibility.PrivateWeights) ? ReadCount() : 0;
        int start = _position;
        ImmutableArray<BorderTensor> inputs = ReadList(static (ref ProofFileReader reader) => reader.ReadTensor());
        Require(inputs.IsEmpty || !visibility.HasFlag(ProofVisibility.PrivateInputs), ProofFileFault.OutOfRange, start);
        ImmutableArray<BorderTensor> outputs = ReadList(static (ref ProofFileReader reader) => reader.ReadTensor());
        ImmutableArray<byte> nonce = [.. Take(Keccak256.DigestBytes)];
        ImmutableArray<byte> proof = [.. Take(ReadCount())];
        Require(_position == _bytes.Length, ProofFileFault.TrailingBytes, _position);
        if (Fault != ProofFileFault.None)
            return null;
        ProofKey key = new(new Digest(program), root, sums) { ProofCount = proofCount };
        return new ProofFile(profile, parameters, key, shapes, inputs, outputs, nonce, proof) { Visibility = visibility };
    }

    /// <summary>A key has a root if there are weights, and a row for each weight that is summed: a table that is only looked into has none.</summary>
    private int ReadRootLength()
    {
        int start = _position;
        int length = ReadCount();
        Require(length is 0 or Keccak256.DigestBytes, ProofFileFault.OutOfRange, start);
        return length;
    }

    private delegate T ItemReader<T>(ref ProofFileReader reader);

    /// <summary>A count, and as many items of at least eight bytes.</summary>
    private ImmutableArray<T> ReadList<T>(ItemReader<T> readItem)
    {
        int start = _position;
        int count = ReadCount();
        Require(count <= (_bytes.Length - _position) / sizeof(long), ProofFileFault.OutOfRange, start);
        var items = ImmutableArray.CreateBuilder<T>();
        for (int index = 0; index < count && Fault == ProofFileFault.None; index++)
            items.Add(readItem(ref this));
        return items.ToImmutable();
    }

    private ImmutableArray<long> ReadShape()
    {
        int start = _position;
        int rank = ReadCount();
        Require(rank <= ProgramValidator.MaxRank, ProofFileFault.OutOfRange, start);
        var sizes = ImmutableArray.CreateBuilder<long>();
        for (int axis = 0; axis < rank && Fault == ProofFileFault.None; axis++)
            sizes.Add(ReadCount());
        return sizes.ToImmutable();
    }

    private BorderTensor ReadTensor()
    {
        ImmutableArray<long> shape = ReadShape();
        long count = shape.Contains(0) ? 0 : 1;
        foreach (long size in shape)
            count = count > MostPacked ? count : count * size; // neither number is above 2^31
        return new(shape, ReadPacked(count, _position));
    }

    /// <summary>Bounds of rows, of which none is negative; that they are rounded is for whoever makes the key again to see.</summary>
    private ImmutableArray<long> ReadRowSums()
    {
        int start = _position;
        long[] sums = ReadPacked(ReadCount(), start);
        Require(sums.All(static sum => sum >= 0), ProofFileFault.OutOfRange, start);
        return [.. sums];
    }

    /// <summary>More integers than these the bytes left do not hold.</summary>
    private readonly long MostPacked => (_bytes.Length - _position) * 8L / PackedIntegers.LeastBits;

    /// <summary>So many integers; they are refused, where <paramref name="start"/> says how many they are, if the bytes left do not hold as many.</summary>
    private long[] ReadPacked(long count, int start)
    {
        Require(count <= MostPacked, ProofFileFault.OutOfRange, start);
        long[] integers = new long[Fault == ProofFileFault.None ? count : 0];
        for (int index = 0; index < integers.Length && Fault == ProofFileFault.None; index += PackedIntegers.StretchLength)
            ReadStretch(integers.AsSpan(index, Math.Min(PackedIntegers.StretchLength, integers.Length - index)));
        return integers;
    }

    /// <summary>That a stretch has its one form is the same as that it packs to the bytes that were read.</summary>
    private void ReadStretch(Span<long> integers)
    {
        int start = _position;
        long median = unchecked((long)ReadWord());
        int zeros = ReadByte(0, PackedIntegers.MostZeros);
        int lowBits = ReadByte(PackedIntegers.LeastLowBits, PackedIntegers.MostLowBits);
        if (Fault != ProofFileFault.None)
            return;
        int size = PackedIntegers.UnpackStretch(median, zeros, lowBits, _bytes[_position..], integers);
        Require(size >= 0, ProofFileFault.CutShort, _position);
        if (Fault != ProofFileFault.None)
            return;
        _ = Take(size);
        bool isTheirs = PackedIntegers.IsMedian(integers, median) && _bytes[start.._position].SequenceEqual(PackedIntegers.PackStretch(integers, median));
        Require(isTheirs, ProofFileFault.NotCanonical, start);
    }

    private void RequireNumber(long expected, ProofFileFault fault) => ReadNumber(expected, expected, fault);

    /// <summary>A number that is no more than an int holds.</summary>
    private int ReadCount() => (int)ReadNumber(0, int.MaxValue, ProofFileFault.OutOfRange);

    private long ReadNumber(long least, long most, ProofFileFault fault)
    {
        int start = _position;
        ulong word = ReadWord();
        Require(word >= (ulong)least && word <= (ulong)most, fault, start);
        return Fault == ProofFileFault.None ? (long)word : 0;
    }

    private int ReadByte(int least, int most)
    {
        int start = _position;
        int number = Take(1) is [byte single] ? single : least;
        Require(number >= least && number <= most, ProofFileFault.OutOfRange, start);
        return number;
    }

    private ulong ReadWord() => Take(sizeof(ulong)) is { IsEmpty: false } word ? BinaryPrimitives.ReadUInt64BigEndian(word) : 0;

    /// <summary>So many bytes; none after a fault.</summary>
    private ReadOnlySpan<byte> Take(int count)
    {
        Require(count <= _bytes.Length - _position, ProofFileFault.CutShort, _position);
        if (Fault != ProofFileFault.None)
            return [];
        ReadOnlySpan<byte> taken = _bytes.Slice(_position, count);
        _position += count;
        return taken;
    }

    private void Require(bool condition, ProofFileFault fault, int offset)
    {
        if (condition || Fault != ProofFileFault.None)
            return;
        (Fault, FaultOffset) = (fault, offset);
    }
}
