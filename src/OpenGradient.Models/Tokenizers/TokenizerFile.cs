using System.ComponentModel;
using System.Diagnostics;
using OpenGradient.Models.Files;
using OpenGradient.Models.Gguf;
using OpenGradient.Models.Tokenizers.Gguf;
using OpenGradient.Models.Tokenizers.HuggingFace;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Tokenizers;

/// <summary>Opens the tokenizer in a file: a GGUF model or vocabulary, <c>tokenizer.json</c>, or a folder with one.</summary>
public static class TokenizerFile
{
    private const string JsonName = "tokenizer.json";
    private const string ConfigName = "tokenizer_config.json";
    private const int UnpackedLimit = 1 << 28;

    /// <summary>The largest <c>tokenizer.json</c>, in bytes; those of 262,144 tokens have some 35 million.</summary>
    internal const int LimitBytes = 1 << 27;

    /// <summary>Opens the tokenizer. A GGUF file may be packed with xz, which the program <c>xz</c> then unpacks.</summary>
    /// <exception cref="InvalidInputException">The file is missing or damaged, has no tokenizer, or one that is not supported.</exception>
    public static Tokenizer Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
            path = FindIn(path);
        if (!File.Exists(path))
            throw RegularFile.Missing(path);
        if (path.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            return OpenJson(path);
        GgufMetadata metadata = path.EndsWith(".xz", StringComparison.OrdinalIgnoreCase) ? Metadata(Unpack(path)) : Metadata(path);
        return GgufTokenizer.Create(metadata) ?? throw new InvalidInputException(InvalidInputKind.Invalid, path, "The file has no tokenizer.");
    }

    /// <summary>The metadata of a GGUF file.</summary>
    internal static GgufMetadata Metadata(string path)
    {
        using MappedFile file = MappedFile.Open(path);
        return GgufHeader.Parse(file.Slice(0, (int)Math.Min(file.LengthBytes, int.MaxValue)).Span, file.LengthBytes).Metadata;
    }

    /// <summary>The file that a model in the folder is read from: its only GGUF file, else <c>tokenizer.json</c>.</summary>
    private static string FindIn(string folder) => Directory.GetFiles(folder, "*.gguf") is [string only] ? only : Path.Combine(folder, JsonName);

    private static GgufMetadata Metadata(byte[] bytes) => GgufHeader.Parse(bytes, bytes.Length).Metadata;

    private static Tokenizer OpenJson(string path)
    {
        string config = Path.Combine(Path.GetDirectoryName(path) ?? "", ConfigName);
        return HuggingFaceTokenizer.Create(RegularFile.Read(path, LimitBytes), File.Exists(config) ? RegularFile.Read(config, LimitBytes) : []);
    }

    private static byte[] Unpack(string path)
    {
        try
        {
            using Process xz = Process.Start(new ProcessStartInfo("xz", ["-dc", "--", path]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            using MemoryStream bytes = new();
            byte[] buffer = new byte[1 << 16];
            for (int count; bytes.Length <= UnpackedLimit && (count = xz.StandardOutput.BaseStream.Read(buffer)) > 0;)
                bytes.Write(buffer, 0, count);
            if (bytes.Length > UnpackedLimit)
            {
                xz.Kill();
                throw new InvalidInputException(InvalidInputKind.TooLarge, path, $"It unpacks to more than {UnpackedLimit} bytes.");
            }

            xz.WaitForExit();
            return xz.ExitCode == 0 ? bytes.ToArray() : throw new InvalidInputException(InvalidInputKind.Malformed, path, "It is no xz file, or it is damaged.");
        }
        catch (Win32Exception exception)
        {
            throw new InvalidInputException(InvalidInputKind.Unsupported, path, $"The program 'xz' is needed to unpack it. Install it, or unpack the file: xz -dk {Path.GetFileName(path)}", exception);
        }
    }
}
