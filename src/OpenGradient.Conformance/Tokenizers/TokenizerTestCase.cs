using System.Collections.Immutable;
using System.Globalization;
using OpenGradient.Primitives;

namespace OpenGradient.Conformance.Tokenizers;

/// <summary>A vocabulary with texts and the tokens that another engine makes of them.</summary>
/// <remarks>
/// The layout of llama.cpp: beside <c>NAME.gguf</c> lie <c>NAME.gguf.inp</c>, texts with the line <c>__ggml_vocab_test__</c>
/// between, and <c>NAME.gguf.out</c>, for each text a line of token ids. The vocabulary may be packed: <c>NAME.gguf.xz</c>.
/// </remarks>
/// <param name="Name">The vocabulary's file without <c>.xz</c>.</param>
/// <param name="VocabularyPath">Where the vocabulary lies.</param>
/// <param name="InputPath">Where the texts lie.</param>
/// <param name="OutputPath">Where the tokens lie.</param>
public sealed record TokenizerTestCase(string Name, string VocabularyPath, string InputPath, string OutputPath)
{
    private const string InputEnding = ".inp";
    private const string Separator = "\n__ggml_vocab_test__\n";

    /// <summary>All cases in a folder, at any depth, by name.</summary>
    /// <exception cref="InvalidInputException">There is no such folder, or no case in it.</exception>
    public static ImmutableArray<TokenizerTestCase> Find(string folder)
    {
        if (!Directory.Exists(folder))
            throw new InvalidInputException(InvalidInputKind.NotFound, folder, "there is no such folder.");
        ImmutableArray<TokenizerTestCase> cases = [.. Directory.EnumerateFiles(folder, "*" + InputEnding, SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).Select(Of)];
        return cases.Length > 0
            ? cases
            : throw new InvalidInputException(InvalidInputKind.NotFound, folder, "it holds no test case; one is NAME.gguf or NAME.gguf.xz with NAME.gguf.inp and NAME.gguf.out beside.");
    }

    /// <summary>The texts and the tokens expected for each.</summary>
    /// <exception cref="InvalidInputException">The files contradict each other.</exception>
    public ImmutableArray<(string Text, ImmutableArray<int> Tokens)> Read()
    {
        if (!File.Exists(OutputPath))
            throw new InvalidInputException(InvalidInputKind.NotFound, Path.GetFileName(OutputPath), "there is no such file.");
        string[] texts = Texts(File.ReadAllText(InputPath));
        string[] lines = File.ReadAllLines(OutputPath);
        if (texts.Length != lines.Length)
            throw new InvalidInputException(InvalidInputKind.Malformed, Path.GetFileName(OutputPath), $"it has {lines.Length} lines for {texts.Length} texts.");
        return [.. texts.Zip(lines, (text, line) => (text, Ids(line)))];
    }

    private static TokenizerTestCase Of(string inputPath)
    {
        string path = inputPath[..^InputEnding.Length];
        string vocabulary = !File.Exists(path) && File.Exists(path + ".xz") ? path + ".xz" : path;
        return new TokenizerTestCase(Path.GetFileName(path), vocabulary, inputPath, path + ".out");
    }

    /// <summary>Nothing behind the last separator is no text.</summary>
    private static string[] Texts(string all)
    {
        string[] texts = all.Split(Separator);
        return texts[^1].Length == 0 ? texts[..^1] : texts;
    }

    private ImmutableArray<int> Ids(string line) => [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(id => int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out int token)
            ? token
            : throw new InvalidInputException(InvalidInputKind.Malformed, Path.GetFileName(OutputPath), $"'{id}' is no token id."))];
}
