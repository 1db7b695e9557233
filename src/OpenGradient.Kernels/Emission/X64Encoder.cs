using System.Numerics;

namespace OpenGradient.Kernels;

/// <summary>Writes the few x86-64 instructions that <see cref="TileCode"/> and <see cref="PanelDotCode"/> are made of.</summary>
/// <remarks>
/// Source: Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2: sections 2.1 (ModR/M, SIB), 2.2.1 (REX), 2.7 (EVEX, disp8·N in 2.7.5), and
/// the page of each instruction. Vectors are zmm0 to zmm31, unmasked. A register other than those of <see cref="X64Register"/> cannot be said.
/// </remarks>
internal sealed class X64Encoder
{
    private readonly List<byte> _code = [];

    /// <summary>How many bytes there are: the place of the next instruction.</summary>
    public int Position => _code.Count;

    /// <summary>All bytes.</summary>
    public byte[] ToArray() => [.. _code];

    /// <summary>Fills up with no-operations (90) to a multiple of <paramref name="byteCount"/>.</summary>
    public void Align(int byteCount)
    {
        while (_code.Count % byteCount != 0)
            _code.Add(0x90);
    }

    /// <summary>vpdpbusd zmm, zmm, zmm (EVEX.512.66.0F38.W0 50 /r): each sum gains four products of an unsigned and a signed byte, wrapping.</summary>
    public void DotBytes(int sums, int unsignedBytes, int signedBytes) => VectorRegisters(0x50, sums, unsignedBytes, signedBytes);

    /// <summary>The same with the same four signed bytes, from memory, for all sums (m32bcst).</summary>
    public void DotBytes(int sums, int unsignedBytes, X64Address signedBytes) => VectorMemory(Map0F38, Prefix66, 0x50, sums, unsignedBytes, signedBytes, operandBytes: 4, isBroadcast: true);

    /// <summary>vpxord zmm, zmm, zmm (EVEX.512.66.0F.W0 EF /r): 0.</summary>
    public void Clear(int target) => VectorRegisters(0xEF, target, target, target, Map0F);

    /// <summary>vcvtdq2ps zmm, zmm (EVEX.512.0F.W0 5B /r): integers to binary32, rounded by MXCSR; exact below 2^24.</summary>
    public void ConvertInts(int target, int source) => VectorRegisters(0x5B, target, 0, source, Map0F, NoPrefix);

    /// <summary>vmulps zmm, zmm, m512 (EVEX.512.0F.W0 59 /r).</summary>
    public void Multiply(int target, int left, X64Address right) => VectorMemory(Map0F, NoPrefix, 0x59, target, left, right, operandBytes: 64);

    /// <summary>vmulps zmm, zmm, m32bcst.</summary>
    public void MultiplyByOne(int target, int left, X64Address right) => VectorMemory(Map0F, NoPrefix, 0x59, target, left, right, operandBytes: 4, isBroadcast: true);

    /// <summary>vfmadd231ps zmm, zmm, zmm (EVEX.512.66.0F38.W0 B8 /r): each sum becomes left · right + sum, rounded once.</summary>
    public void MultiplyAdd(int sums, int left, int right) => VectorRegisters(0xB8, sums, left, right);

    /// <summary>vfmadd231ps zmm, zmm, m512.</summary>
    public void MultiplyAdd(int sums, int left, X64Address right) => VectorMemory(Map0F38, Prefix66, 0xB8, sums, left, right, operandBytes: 64);

    /// <summary>vfmadd231ps zmm, zmm, m32bcst.</summary>
    public void MultiplyAddOne(int sums, int left, X64Address right) => VectorMemory(Map0F38, Prefix66, 0xB8, sums, left, right, operandBytes: 4, isBroadcast: true);

    /// <summary>vpbroadcastd zmm, m32 (EVEX.512.66.0F38.W0 58 /r).</summary>
    public void BroadcastInt(int target, X64Address source) => VectorMemory(Map0F38, Prefix66, 0x58, target, 0, source, operandBytes: 4);

    /// <summary>vmovdqu32 zmm, m512 (EVEX.512.F3.0F.W0 6F /r).</summary>
    public void LoadVector(int target, X64Address source) => VectorMemory(Map0F, PrefixF3, 0x6F, target, 0, source, operandBytes: 64);

    /// <summary>vmovdqu32 m512, zmm (EVEX.512.F3.0F.W0 7F /r).</summary>
    public void StoreVector(X64Address target, int source) => VectorMemory(Map0F, PrefixF3, 0x7F, source, 0, target, operandBytes: 64);

    /// <summary>vzeroupper (VEX.128.0F.WIG 77).</summary>
    public void ZeroUpper() => _code.AddRange([0xC5, 0xF8, 0x77]);

    /// <summary>lea r64, m (REX.W 8D /r).</summary>
    public void LoadAddress(X64Register target, X64Address source)
    {
        _code.Add(Rex((int)target >> 3, source));
        _code.Add(0x8D);
        Memory((int)target, source, operandBytes: 1);
    }

    /// <summary>add r64, imm8 (REX.W 83 /0 ib), or imm32 (REX.W 81 /0 id).</summary>
    public void Add(X64Register target, int number)
    {
        bool isShort = number is >= sbyte.MinValue and <= sbyte.MaxValue;
        _code.AddRange([(byte)(0x48 | ((int)target >> 3)), (byte)(isShort ? 0x83 : 0x81), (byte)(0xC0 | ((int)target & 7))]);
        if (isShort)
            _code.Add(unchecked((byte)number));
        else
            Int32(number);
    }

    /// <summary>dec r64 (REX.W FF /1).</summary>
    public void Decrement(X64Register target) =>
        _code.AddRange([(byte)(0x48 | ((int)target >> 3)), 0xFF, (byte)(0xC8 | ((int)target & 7))]);

    /// <summary>jnz rel32 (0F 85 cd): to an instruction before this one, unless the last result was 0.</summary>
    public void JumpIfNotZero(int position)
    {
        int distance = position - (Position + 6);
        _code.AddRange([0x0F, 0x85]);
        Int32(distance);
    }

    /// <summary>ret (C3).</summary>
    public void Return() => _code.Add(0xC3);

    /// <summary>An instruction whose operands are three vectors: modrm.reg, EVEX.vvvv and modrm.rm.</summary>
    private void VectorRegisters(byte opcode, int register, int second, int third, int map = Map0F38, int prefix = Prefix66)
    {
        Evex(map, prefix, register, second, extendsIndex: third >> 4 != 0, extendsBase: (third & 8) != 0, isBroadcast: false);
        _code.Add(opcode);
        _code.Add((byte)(0xC0 | ((register & 7) << 3) | (third & 7)));
    }

    private void VectorMemory(int map, int prefix, byte opcode, int register, int second, X64Address address, int operandBytes, bool isBroadcast = false)
    {
        Evex(map, prefix, register, second, extendsIndex: (int)(address.Index ?? 0) >= 8, extendsBase: (int)address.Base >= 8, isBroadcast);
        _code.Add(opcode);
        Memory(register, address, operandBytes);
    }

    /// <summary>The four bytes of EVEX with W 0, length 512 and no mask; the bits that extend register numbers are stored inverted.</summary>
    private void Evex(int map, int prefix, int register, int second, bool extendsIndex, bool extendsBase, bool isBroadcast)
    {
        _code.Add(0x62);
        _code.Add((byte)(Inverted((register & 8) != 0, 7) | Inverted(extendsIndex, 6) | Inverted(extendsBase, 5) | Inverted((register & 16) != 0, 4) | map));
        _code.Add((byte)(((~second & 15) << 3) | 0b100 | prefix));
        _code.Add((byte)(0b0100_0000 | (isBroadcast ? 0b0001_0000 : 0) | Inverted((second & 16) != 0, 3)));
    }

    private static int Inverted(bool bit, int place) => bit ? 0 : 1 << place;

    private static byte Rex(int registerExtension, X64Address address) =>
        (byte)(0x48 | (registerExtension << 2) | ((int)(address.Index ?? 0) >> 3 << 1) | ((int)address.Base >> 3));

    /// <summary>ModR/M, SIB if there is an index, and unless it is 0 a displacement: of 8 bits in units of <paramref name="operandBytes"/>, or of 32.</summary>
    private void Memory(int register, X64Address address, int operandBytes)
    {
        if (address.Index is X64Register.Rsp || address.Base is X64Register.Rsp or X64Register.Rbp || address.Displacement % operandBytes != 0)
            throw new ArgumentOutOfRangeException(nameof(address), address, "This address has another encoding.");
        int units = address.Displacement / operandBytes;
        bool isShort = units == (sbyte)Math.Clamp(units, sbyte.MinValue, sbyte.MaxValue);
        int mode = units == 0 ? 0b00 : isShort ? 0b01 : 0b10;
        _code.Add((byte)((mode << 6) | ((register & 7) << 3) | (address.Index is null ? (int)address.Base & 7 : 0b100)));
        if (address.Index is { } index)
            _code.Add((byte)((BitOperations.Log2((uint)address.Scale) << 6) | (((int)index & 7) << 3) | ((int)address.Base & 7)));
        if (mode == 0b01)
            _code.Add(unchecked((byte)units));
        else if (mode == 0b10)
            Int32(address.Displacement);
    }

    private void Int32(int number)
    {
        for (int shift = 0; shift < 32; shift += 8)
            _code.Add(unchecked((byte)(number >> shift)));
    }

    private const int Map0F = 0b001;
    private const int Map0F38 = 0b010;
    private const int NoPrefix = 0b00;
    private const int Prefix66 = 0b01;
    private const int PrefixF3 = 0b10;
}
