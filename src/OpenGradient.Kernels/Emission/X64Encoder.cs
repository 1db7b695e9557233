using System.Numerics;

namespace OpenGradient.Kernels;

/// <summary>Writes the few x86-64 instructions that <see cref="TileCode"/>, <see cref="PairTileCode"/>, <see cref="PanelDotCode"/>, <see cref="PanelTurnCode"/> and <see cref="Sha256Code"/> are made of.</summary>
/// <remarks>
/// Source: Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2: sections 2.1 (ModR/M, SIB), 2.2.1 (REX), 2.7 (EVEX, disp8·N in 2.7.5), and
/// the page of each instruction. Vectors are zmm0 to zmm31 or their lower parts, unmasked. A register other than those of <see cref="X64Register"/> cannot be said.
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

    /// <summary>vpdpwssd zmm, zmm, zmm (EVEX.512.66.0F38.W0 52 /r): each sum gains two products of signed 16-bit numbers, wrapping.</summary>
    public void DotWords(int sums, int left, int right) => VectorRegisters(0x52, sums, left, right);

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

    /// <summary>vmovdqu32 xmm, m128 (EVEX.128.F3.0F.W0 6F /r); the rest of the register becomes 0.</summary>
    public void LoadQuarter(int target, X64Address source) => VectorMemory(Map0F, PrefixF3, 0x6F, target, 0, source, operandBytes: 16, length: Length128);

    /// <summary>vinserti32x4 zmm, zmm, m128, imm8 (EVEX.512.66.0F3A.W0 38 /r ib): the second vector with a quarter from memory at place <paramref name="quarter"/>.</summary>
    public void InsertQuarter(int target, int second, X64Address source, int quarter)
    {
        VectorMemory(Map0F3A, Prefix66, 0x38, target, second, source, operandBytes: 16);
        _code.Add((byte)quarter);
    }

    /// <summary>vinserti32x4 ymm, ymm, xmm, 1 (EVEX.256.66.0F3A.W0 38 /r ib): two quarters side by side.</summary>
    public void JoinQuarters(int target, int first, int second)
    {
        VectorRegisters(0x38, target, first, second, Map0F3A, length: Length256);
        _code.Add(1);
    }

    /// <summary>vpinsrw xmm, xmm, m16, imm8 (EVEX.128.66.0F.WIG C4 /r ib): the second vector with 16 bits from memory at place <paramref name="word"/>.</summary>
    public void InsertWord(int target, int second, X64Address source, int word)
    {
        VectorMemory(Map0F, Prefix66, 0xC4, target, second, source, operandBytes: 2, length: Length128);
        _code.Add((byte)word);
    }

    /// <summary>vpunpckldq zmm, zmm, zmm (EVEX.512.66.0F.W0 62 /r): in every quarter x0 y0 x1 y1.</summary>
    public void InterleaveLow(int target, int x, int y) => VectorRegisters(0x62, target, x, y, Map0F);

    /// <summary>vpunpckhdq zmm, zmm, zmm (EVEX.512.66.0F.W0 6A /r): in every quarter x2 y2 x3 y3.</summary>
    public void InterleaveHigh(int target, int x, int y) => VectorRegisters(0x6A, target, x, y, Map0F);

    /// <summary>vpunpcklqdq zmm, zmm, zmm (EVEX.512.66.0F.W1 6C /r): in every quarter x0 x1 y0 y1.</summary>
    public void JoinLow(int target, int x, int y) => VectorRegisters(0x6C, target, x, y, Map0F, isWide: true);

    /// <summary>vpunpckhqdq zmm, zmm, zmm (EVEX.512.66.0F.W1 6D /r): in every quarter x2 x3 y2 y3.</summary>
    public void JoinHigh(int target, int x, int y) => VectorRegisters(0x6D, target, x, y, Map0F, isWide: true);

    /// <summary>vpxord zmm, zmm, zmm (EVEX.512.66.0F.W0 EF /r).</summary>
    public void Xor(int target, int x, int y) => VectorRegisters(0xEF, target, x, y, Map0F);

    /// <summary>vpandd zmm, zmm, zmm (EVEX.512.66.0F.W0 DB /r).</summary>
    public void And(int target, int x, int y) => VectorRegisters(0xDB, target, x, y, Map0F);

    /// <summary>vpsrld zmm, zmm, imm8 (EVEX.512.66.0F.W0 72 /2 ib): every 32 bits moved down.</summary>
    public void ShiftRight(int target, int source, int count)
    {
        VectorRegisters(0x72, 2, target, source, Map0F);
        _code.Add((byte)count);
    }

    /// <summary>vcvtph2ps zmm, ymm (EVEX.512.66.0F38.W0 13 /r): sixteen binary16 to binary32; exact, NaNs become quiet.</summary>
    public void ConvertHalves(int target, int source) => VectorRegisters(0x13, target, 0, source);

    /// <summary>vpbroadcastd zmm, r32 (EVEX.512.66.0F38.W0 7C /r).</summary>
    public void BroadcastRegister(int target, X64Register source) => VectorRegisters(0x7C, target, 0, (int)source);

    /// <summary>mov r32, imm32 (B8 + rd id); eax to edi.</summary>
    public void LoadInt(X64Register target, int number)
    {
        _code.Add((byte)(0xB8 + (int)target));
        Int32(number);
    }

    /// <summary>prefetcht1 m8 (0F 18 /2), from r8 on.</summary>
    public void Prefetch(X64Register target, int displacement)
    {
        _code.AddRange([0x41, 0x0F, 0x18]);
        Memory(2, new X64Address(target, Displacement: displacement), operandBytes: 1);
    }

    /// <summary>vzeroupper (VEX.128.0F.WIG 77).</summary>
    public void ZeroUpper() => _code.AddRange([0xC5, 0xF8, 0x77]);

    /// <summary>movdqu xmm, m128 (F3 0F 6F /r).</summary>
    public void Load(int target, X64Address source) => LegacyMemory(0xF3, 0x6F, target, source);

    /// <summary>movdqu m128, xmm (F3 0F 7F /r).</summary>
    public void Store(X64Address target, int source) => LegacyMemory(0xF3, 0x7F, source, target);

    /// <summary>movdqa xmm, xmm (66 0F 6F /r).</summary>
    public void Move(int target, int source) => Legacy([0x0F, 0x6F], target, source);

    /// <summary>paddd xmm, xmm (66 0F FE /r): the first gains the second, 32 bits by 32 bits.</summary>
    public void AddInts(int target, int source) => Legacy([0x0F, 0xFE], target, source);

    /// <summary>pshufb xmm, xmm (66 0F 38 00 /r): the bytes of the first in the order that the second says.</summary>
    public void ShuffleBytes(int target, int order) => Legacy([0x0F, 0x38, 0x00], target, order);

    /// <summary>pshufd xmm, xmm, imm8 (66 0F 70 /r ib).</summary>
    public void ShuffleInts(int target, int source, byte order) => Legacy([0x0F, 0x70], target, source, order);

    /// <summary>palignr xmm, xmm, imm8 (66 0F 3A 0F /r ib): the first above the second, moved down by so many bytes.</summary>
    public void AlignRight(int target, int source, byte byteCount) => Legacy([0x0F, 0x3A, 0x0F], target, source, byteCount);

    /// <summary>pblendw xmm, xmm, imm8 (66 0F 3A 0E /r ib): 16 bits of the second where a bit is 1.</summary>
    public void BlendWords(int target, int source, byte places) => Legacy([0x0F, 0x3A, 0x0E], target, source, places);

    /// <summary>sha256rnds2 xmm, xmm, xmm0 (0F 38 CB /r): two rounds.</summary>
    public void Sha256Rounds(int target, int source) => Legacy([0x0F, 0x38, 0xCB], target, source, prefix: null);

    /// <summary>sha256msg1 xmm, xmm (0F 38 CC /r).</summary>
    public void Sha256Message1(int target, int source) => Legacy([0x0F, 0x38, 0xCC], target, source, prefix: null);

    /// <summary>sha256msg2 xmm, xmm (0F 38 CD /r).</summary>
    public void Sha256Message2(int target, int source) => Legacy([0x0F, 0x38, 0xCD], target, source, prefix: null);

    /// <summary>lea r64, m (REX.W 8D /r).</summary>
    public void LoadAddress(X64Register target, X64Address source)
    {
        _code.Add(Rex((int)target >> 3, source));
        _code.Add(0x8D);
        Memory((int)target, source, operandBytes: 1);
    }

    /// <summary>movsxd r64, m32 (REX.W 63 /r).</summary>
    public void LoadSigned(X64Register target, X64Address source)
    {
        _code.Add(Rex((int)target >> 3, source));
        _code.Add(0x63);
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

    /// <summary>An instruction of two xmm0 to xmm15 without VEX: the one form that the SHA instructions have.</summary>
    private void Legacy(ReadOnlySpan<byte> opcode, int register, int second, byte? immediate = null, byte? prefix = 0x66)
    {
        if (prefix is { } given)
            _code.Add(given);
        if ((register | second) >= 8)
            _code.Add((byte)(0x40 | (register >> 3 << 2) | (second >> 3)));
        _code.AddRange(opcode);
        _code.Add((byte)(0xC0 | ((register & 7) << 3) | (second & 7)));
        if (immediate is { } last)
            _code.Add(last);
    }

    private void LegacyMemory(byte prefix, byte opcode, int register, X64Address address)
    {
        _code.Add(prefix);
        if (register >= 8)
            _code.Add((byte)(0x40 | (register >> 3 << 2)));
        _code.AddRange([0x0F, opcode]);
        Memory(register, address, operandBytes: 1);
    }

    /// <summary>An instruction whose operands are three vectors: modrm.reg, EVEX.vvvv and modrm.rm.</summary>
    private void VectorRegisters(byte opcode, int register, int second, int third, int map = Map0F38, int prefix = Prefix66, int length = Length512, bool isWide = false)
    {
        Evex(map, isWide ? prefix | Wide : prefix, register, second, extendsIndex: third >> 4 != 0, extendsBase: (third & 8) != 0, length);
        _code.Add(opcode);
        _code.Add((byte)(0xC0 | ((register & 7) << 3) | (third & 7)));
    }

    private void VectorMemory(int map, int prefix, byte opcode, int register, int second, X64Address address, int operandBytes, bool isBroadcast = false, int length = Length512)
    {
        Evex(map, prefix, register, second, extendsIndex: (int)(address.Index ?? 0) >= 8, extendsBase: (int)address.Base >= 8, isBroadcast ? length | Broadcast : length);
        _code.Add(opcode);
        Memory(register, address, operandBytes);
    }

    /// <summary>The four bytes of EVEX without a mask; the bits that extend register numbers are stored inverted.</summary>
    private void Evex(int map, int prefix, int register, int second, bool extendsIndex, bool extendsBase, int length)
    {
        _code.Add(0x62);
        _code.Add((byte)(Inverted((register & 8) != 0, 7) | Inverted(extendsIndex, 6) | Inverted(extendsBase, 5) | Inverted((register & 16) != 0, 4) | map));
        _code.Add((byte)(((~second & 15) << 3) | 0b100 | prefix));
        _code.Add((byte)(length | Inverted((second & 16) != 0, 3)));
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
    private const int Map0F3A = 0b011;
    private const int NoPrefix = 0b00;
    private const int Prefix66 = 0b01;
    private const int PrefixF3 = 0b10;
    private const int Wide = 0b1000_0000; // EVEX.W, beside the prefix
    private const int Length128 = 0b0000_0000;
    private const int Length256 = 0b0010_0000;
    private const int Length512 = 0b0100_0000;
    private const int Broadcast = 0b0001_0000; // EVEX.b, beside the length
}
