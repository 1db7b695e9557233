using System.Buffers.Binary;
using System.Text;

namespace OpenGradient.Benchmarks.EvidenceCost;

/// <summary>A copy of a synthetic GGUF file with a tokenizer, so that a node can serve it.</summary>
/// <remarks>Understands the metadata of synthetic files only: 32-bit numbers and texts. The tokens are three for control, the bytes, and made-up words.</remarks>
internal static class TokenizedFile
{
    public static void Write(string source, string target, int vocabulary)
    {
        byte[] file = File.ReadAllBytes(source);
        int entryCount = (int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(16));
        int end = HeaderBytes;
        for (int entry = 0; entry < entryCount; entry++)
            end = EntryEnd(file, end);
        int tensorsEnd = end;
        for (ulong tensor = BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(8)); tensor > 0; tensor--)
            tensorsEnd = TensorEnd(file, tensorsEnd);

        byte[] tokenizer = Tokenizer(vocabulary);
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(16), (ulong)(entryCount + TokenizerEntries));
        using FileStream copy = File.Create(target);
        copy.Write(file.AsSpan(0, end));
        copy.Write(tokenizer);
        copy.Write(file.AsSpan(end, tensorsEnd - end));
        copy.Write(new byte[-copy.Position & (Alignment - 1)]);
        copy.Write(file.AsSpan((tensorsEnd + Alignment - 1) & ~(Alignment - 1)));
    }

    private static int EntryEnd(byte[] file, int start)
    {
        int type = TextEnd(file, start);
        return BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(type)) == TextType ? TextEnd(file, type + 4) : type + 8;
    }

    /// <summary>A tensor's name, number of dimensions, dimensions, type and offset.</summary>
    private static int TensorEnd(byte[] file, int start)
    {
        int rank = TextEnd(file, start);
        return rank + 4 + (8 * (int)BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(rank))) + 4 + 8;
    }

    private static int TextEnd(byte[] file, int start) => start + 8 + (int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(start));

    private static byte[] Tokenizer(int vocabulary)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        Text("tokenizer.ggml.model");
        writer.Write(TextType);
        Text("llama");
        Array("tokenizer.ggml.tokens", TextType, token => Text(token < 3 ? ControlTokens[token] : token < 259 ? $"<0x{token - 3:X2}>" : $"w{token}"));
        Array("tokenizer.ggml.scores", FloatType, token => writer.Write((float)-token));
        Array("tokenizer.ggml.token_type", IntType, token => writer.Write(token == 0 ? 2 : token < 3 ? 3 : token < 259 ? 6 : 1));
        writer.Flush();
        return bytes.ToArray();

        void Text(string text)
        {
            writer.Write((ulong)Encoding.UTF8.GetByteCount(text));
            writer.Write(Encoding.UTF8.GetBytes(text));
        }

        void Array(string key, uint type, Action<int> write)
        {
            Text(key);
            writer.Write(ArrayType);
            writer.Write(type);
            writer.Write((ulong)vocabulary);
            for (int token = 0; token < vocabulary; token++)
                write(token);
        }
    }

    private static readonly string[] ControlTokens = ["<unk>", "<s>", "</s>"];

    private const int HeaderBytes = 24; // magic, version, how many tensors and entries
    private const int Alignment = 32;
    private const int TokenizerEntries = 4;
    private const uint IntType = 5;
    private const uint FloatType = 6;
    private const uint TextType = 8;
    private const uint ArrayType = 9;
}
