namespace OpenGradient.Kernels.Tests.Emission;

/// <summary>The bytes of the GNU assembler (binutils 2.40) for the instruction that stands beside them.</summary>
public sealed class X64EncoderTests
{
    public static TheoryData<string, string> Instructions => new()
    {
        { "vpdpbusd zmm27, zmm30, zmm29", "62020D4050DD" },
        { "vpdpbusd zmm0, zmm28, zmm9", "62D21D4050C1" },
        { "vpdpbusd zmm10, zmm5, zmm17", "6232554850D1" },
        { "vpdpbusd zmm25, zmm16, [rdi + 416]{1to16}", "62627D50504F68" },
        { "vpdpbusd zmm3, zmm23, [rdi]{1to16}", "62F24550501F" },
        { "vpdpbusd zmm28, zmm9, [rdi + 740]{1to16}", "6262355850A7E4020000" },
        { "vpdpwssd zmm5, zmm21, zmm17", "62B2554052E9" },
        { "vpdpwssd zmm15, zmm20, zmm19", "62325D4052FB" },
        { "vmovdqu32 zmm19, [rdx + rax*4 + 192]", "62E17E486F5C8203" },
        { "movsxd rax, dword ptr [r8]", "496300" },
        { "vpbroadcastd zmm21, [r10 + rsi]", "62C27D48582C32" },
        { "vpxord zmm29, zmm29, zmm29", "62011540EFED" },
        { "vcvtdq2ps zmm27, zmm27", "62017C485BDB" },
        { "vcvtdq2ps zmm2, zmm19", "62B17C485BD3" },
        { "vmulps zmm31, zmm24, [rdi + 80]{1to16}", "62613C50597F14" },
        { "vmulps zmm26, zmm26, [rsi + 576]", "62612C40595609" },
        { "vfmadd231ps zmm15, zmm25, zmm31", "62123540B8FF" },
        { "vfmadd231ps zmm25, zmm28, [rsi + 640]", "62621D40B84E0A" },
        { "vfmadd231ps zmm25, zmm31, [rdi + 88]{1to16}", "62620550B84F16" },
        { "vmovdqu32 zmm9, [rcx + 8192]", "62717E486F8900200000" },
        { "vpbroadcastd zmm31, [r11 + rsi*8 + 4]", "62427D48587CF301" },
        { "vpbroadcastd zmm30, [rdi]", "62627D485837" },
        { "vmovdqu32 zmm29, [rdx + rcx]", "62617E486F2C0A" },
        { "vmovdqu32 zmm8, [r9 + 1728]", "62517E486F411B" },
        { "vmovdqu32 [r9 + 64], zmm17", "62C17E487F4901" },
        { "vpunpckldq zmm4, zmm0, zmm17", "62B17D4862E1" },
        { "vpunpckhdq zmm20, zmm1, zmm2", "62E175486AE2" },
        { "vpunpcklqdq zmm0, zmm4, zmm22", "62B1DD486CC6" },
        { "vpunpckhqdq zmm9, zmm5, zmm7", "6271D5486DCF" },
        { "vpxord zmm0, zmm1, zmm31", "62917548EFC7" },
        { "vpandd zmm8, zmm16, zmm31", "62117D40DBC7" },
        { "vpsrld zmm8, zmm16, 4", "62B13D4872D004" },
        { "vpsrld zmm25, zmm3, 4", "62F1354072D304" },
        { "vmovdqu32 xmm1, [rdi + r9*2 + 16]", "62B17E086F4C4F01" },
        { "vinserti32x4 zmm1, zmm1, [rax + r11 + 16], 3", "62B37548384C180103" },
        { "vinserti32x4 zmm18, zmm18, [rdi + rsi*8], 1", "62E36D403814F701" },
        { "vinserti32x4 ymm16, ymm16, xmm17, 1", "62A37D2038C101" },
        { "vpinsrw xmm16, xmm16, [rdi - 2], 0", "62E17D00C447FF00" },
        { "vpinsrw xmm17, xmm17, [rax + r10 - 2], 7", "62A17500C44C10FF07" },
        { "vcvtph2ps zmm16, ymm16", "62A27D4813C0" },
        { "vpbroadcastd zmm31, eax", "62627D487CF8" },
        { "mov eax, -2139062144", "B880808080" },
        { "prefetcht1 [r8]", "410F1810" },
        { "prefetcht1 [r8 + 64]", "410F185040" },
        { "prefetcht1 [r8 + 512]", "410F189000020000" },
        { "lea r9, [rsi + rsi*2]", "4C8D0C76" },
        { "lea rax, [rdi + rsi*8 + 2]", "488D44F702" },
        { "vzeroupper", "C5F877" },
        { "lea r10, [rdi + rsi*4]", "4C8D14B7" },
        { "lea rax, [rdi + r9*2]", "4A8D044F" },
        { "add rdi, 4", "4883C704" },
        { "add r11, 4", "4983C304" },
        { "add rsi, 896", "4881C680030000" },
        { "add r9, 768", "4981C100030000" },
        { "dec r8", "49FFC8" },
        { "dec rax", "48FFC8" },
        { "movdqu xmm8, [rcx + 256]", "F3440F6F8100010000" },
        { "movdqu xmm3, [rsi]", "F30F6F1E" },
        { "movdqu xmm6, [rsi + 48]", "F30F6F7630" },
        { "movdqu [rdi + 16], xmm2", "F30F7F5710" },
        { "movdqa xmm9, xmm1", "66440F6FC9" },
        { "paddd xmm1, xmm9", "66410FFEC9" },
        { "pshufb xmm3, xmm8", "66410F3800D8" },
        { "pshufd xmm0, xmm0, 14", "660F70C00E" },
        { "palignr xmm7, xmm5, 4", "660F3A0FFD04" },
        { "pblendw xmm2, xmm7, 240", "660F3A0ED7F0" },
        { "sha256rnds2 xmm2, xmm1", "0F38CBD1" },
        { "sha256msg1 xmm3, xmm4", "0F38CCDC" },
        { "sha256msg2 xmm3, xmm6", "0F38CDDE" },
        { "ret", "C3" },
    };

    [Theory]
    [MemberData(nameof(Instructions))]
    public void Encode_Instruction_IsThatOfAnAssembler(string text, string expected)
    {
        var code = new X64Encoder();

        Write(code, text);

        Assert.Equal(expected, Convert.ToHexString(code.ToArray()));
    }

    [Fact]
    public void JumpIfNotZero_Back_CountsFromItsEnd()
    {
        var code = new X64Encoder();
        code.Align(4);
        code.Decrement(X64Register.R8);

        code.JumpIfNotZero(0);

        Assert.Equal("49FFC80F85F7FFFFFF", Convert.ToHexString(code.ToArray()));
    }

    [Fact]
    public void Align_InBetween_FillsWithNoOperations()
    {
        var code = new X64Encoder();
        code.Return();

        code.Align(4);

        Assert.Equal("C3909090", Convert.ToHexString(code.ToArray()));
    }

    [Theory]
    [InlineData(X64Register.Rsp, 0)]
    [InlineData(X64Register.Rbp, 0)]
    [InlineData(X64Register.Rdi, 2)]
    public void BroadcastInt_AddressOfAnotherEncoding_IsRefused(object start, int displacement) => Assert.Throws<ArgumentOutOfRangeException>(
        () => new X64Encoder().BroadcastInt(0, new X64Address((X64Register)start, Displacement: displacement)));

    private static void Write(X64Encoder code, string text)
    {
        switch (text)
        {
            case "vpdpbusd zmm27, zmm30, zmm29": code.DotBytes(27, 30, 29); break;
            case "vpdpbusd zmm0, zmm28, zmm9": code.DotBytes(0, 28, 9); break;
            case "vpdpbusd zmm10, zmm5, zmm17": code.DotBytes(10, 5, 17); break;
            case "vpdpbusd zmm25, zmm16, [rdi + 416]{1to16}": code.DotBytes(25, 16, new X64Address(X64Register.Rdi, Displacement: 416)); break;
            case "vpdpbusd zmm3, zmm23, [rdi]{1to16}": code.DotBytes(3, 23, new X64Address(X64Register.Rdi)); break;
            case "vpdpbusd zmm28, zmm9, [rdi + 740]{1to16}": code.DotBytes(28, 9, new X64Address(X64Register.Rdi, Displacement: 740)); break;
            case "vpdpwssd zmm5, zmm21, zmm17": code.DotWords(5, 21, 17); break;
            case "vpdpwssd zmm15, zmm20, zmm19": code.DotWords(15, 20, 19); break;
            case "vmovdqu32 zmm19, [rdx + rax*4 + 192]": code.LoadVector(19, new(X64Register.Rdx, X64Register.Rax, 4, 192)); break;
            case "movsxd rax, dword ptr [r8]": code.LoadSigned(X64Register.Rax, new(X64Register.R8)); break;
            case "vpbroadcastd zmm21, [r10 + rsi]": code.BroadcastInt(21, new(X64Register.R10, X64Register.Rsi)); break;
            case "vpxord zmm29, zmm29, zmm29": code.Clear(29); break;
            case "vcvtdq2ps zmm27, zmm27": code.ConvertInts(27, 27); break;
            case "vcvtdq2ps zmm2, zmm19": code.ConvertInts(2, 19); break;
            case "vmulps zmm31, zmm24, [rdi + 80]{1to16}": code.MultiplyByOne(31, 24, new(X64Register.Rdi, Displacement: 80)); break;
            case "vmulps zmm26, zmm26, [rsi + 576]": code.Multiply(26, 26, new(X64Register.Rsi, Displacement: 576)); break;
            case "vfmadd231ps zmm15, zmm25, zmm31": code.MultiplyAdd(15, 25, 31); break;
            case "vfmadd231ps zmm25, zmm28, [rsi + 640]": code.MultiplyAdd(25, 28, new X64Address(X64Register.Rsi, Displacement: 640)); break;
            case "vfmadd231ps zmm25, zmm31, [rdi + 88]{1to16}": code.MultiplyAddOne(25, 31, new(X64Register.Rdi, Displacement: 88)); break;
            case "vmovdqu32 zmm9, [rcx + 8192]": code.LoadVector(9, new(X64Register.Rcx, Displacement: 8192)); break;
            case "add rsi, 896": code.Add(X64Register.Rsi, 896); break;
            case "add r9, 768": code.Add(X64Register.R9, 768); break;
            case "vpbroadcastd zmm31, [r11 + rsi*8 + 4]": code.BroadcastInt(31, new(X64Register.R11, X64Register.Rsi, 8, 4)); break;
            case "vpbroadcastd zmm30, [rdi]": code.BroadcastInt(30, new(X64Register.Rdi)); break;
            case "vmovdqu32 zmm29, [rdx + rcx]": code.LoadVector(29, new(X64Register.Rdx, X64Register.Rcx)); break;
            case "vmovdqu32 zmm8, [r9 + 1728]": code.LoadVector(8, new(X64Register.R9, Displacement: 1728)); break;
            case "vmovdqu32 [r9 + 64], zmm17": code.StoreVector(new(X64Register.R9, Displacement: 64), 17); break;
            case "vpunpckldq zmm4, zmm0, zmm17": code.InterleaveLow(4, 0, 17); break;
            case "vpunpckhdq zmm20, zmm1, zmm2": code.InterleaveHigh(20, 1, 2); break;
            case "vpunpcklqdq zmm0, zmm4, zmm22": code.JoinLow(0, 4, 22); break;
            case "vpunpckhqdq zmm9, zmm5, zmm7": code.JoinHigh(9, 5, 7); break;
            case "vpxord zmm0, zmm1, zmm31": code.Xor(0, 1, 31); break;
            case "vpandd zmm8, zmm16, zmm31": code.And(8, 16, 31); break;
            case "vpsrld zmm8, zmm16, 4": code.ShiftRight(8, 16, 4); break;
            case "vpsrld zmm25, zmm3, 4": code.ShiftRight(25, 3, 4); break;
            case "vmovdqu32 xmm1, [rdi + r9*2 + 16]": code.LoadQuarter(1, new(X64Register.Rdi, X64Register.R9, 2, 16)); break;
            case "vinserti32x4 zmm1, zmm1, [rax + r11 + 16], 3": code.InsertQuarter(1, 1, new(X64Register.Rax, X64Register.R11, 1, 16), 3); break;
            case "vinserti32x4 zmm18, zmm18, [rdi + rsi*8], 1": code.InsertQuarter(18, 18, new(X64Register.Rdi, X64Register.Rsi, 8), 1); break;
            case "vinserti32x4 ymm16, ymm16, xmm17, 1": code.JoinQuarters(16, 16, 17); break;
            case "vpinsrw xmm16, xmm16, [rdi - 2], 0": code.InsertWord(16, 16, new(X64Register.Rdi, Displacement: -2), 0); break;
            case "vpinsrw xmm17, xmm17, [rax + r10 - 2], 7": code.InsertWord(17, 17, new(X64Register.Rax, X64Register.R10, 1, -2), 7); break;
            case "vcvtph2ps zmm16, ymm16": code.ConvertHalves(16, 16); break;
            case "vpbroadcastd zmm31, eax": code.BroadcastRegister(31, X64Register.Rax); break;
            case "mov eax, -2139062144": code.LoadInt(X64Register.Rax, -2139062144); break;
            case "prefetcht1 [r8]": code.Prefetch(X64Register.R8, 0); break;
            case "prefetcht1 [r8 + 64]": code.Prefetch(X64Register.R8, 64); break;
            case "prefetcht1 [r8 + 512]": code.Prefetch(X64Register.R8, 512); break;
            case "lea r9, [rsi + rsi*2]": code.LoadAddress(X64Register.R9, new(X64Register.Rsi, X64Register.Rsi, 2)); break;
            case "lea rax, [rdi + rsi*8 + 2]": code.LoadAddress(X64Register.Rax, new(X64Register.Rdi, X64Register.Rsi, 8, 2)); break;
            case "vzeroupper": code.ZeroUpper(); break;
            case "lea r10, [rdi + rsi*4]": code.LoadAddress(X64Register.R10, new(X64Register.Rdi, X64Register.Rsi, 4)); break;
            case "lea rax, [rdi + r9*2]": code.LoadAddress(X64Register.Rax, new(X64Register.Rdi, X64Register.R9, 2)); break;
            case "add rdi, 4": code.Add(X64Register.Rdi, 4); break;
            case "add r11, 4": code.Add(X64Register.R11, 4); break;
            case "dec r8": code.Decrement(X64Register.R8); break;
            case "dec rax": code.Decrement(X64Register.Rax); break;
            case "movdqu xmm8, [rcx + 256]": code.Load(8, new(X64Register.Rcx, Displacement: 256)); break;
            case "movdqu xmm3, [rsi]": code.Load(3, new(X64Register.Rsi)); break;
            case "movdqu xmm6, [rsi + 48]": code.Load(6, new(X64Register.Rsi, Displacement: 48)); break;
            case "movdqu [rdi + 16], xmm2": code.Store(new(X64Register.Rdi, Displacement: 16), 2); break;
            case "movdqa xmm9, xmm1": code.Move(9, 1); break;
            case "paddd xmm1, xmm9": code.AddInts(1, 9); break;
            case "pshufb xmm3, xmm8": code.ShuffleBytes(3, 8); break;
            case "pshufd xmm0, xmm0, 14": code.ShuffleInts(0, 0, 14); break;
            case "palignr xmm7, xmm5, 4": code.AlignRight(7, 5, 4); break;
            case "pblendw xmm2, xmm7, 240": code.BlendWords(2, 7, 240); break;
            case "sha256rnds2 xmm2, xmm1": code.Sha256Rounds(2, 1); break;
            case "sha256msg1 xmm3, xmm4": code.Sha256Message1(3, 4); break;
            case "sha256msg2 xmm3, xmm6": code.Sha256Message2(3, 6); break;
            default: code.Return(); break;
        }
    }
}
