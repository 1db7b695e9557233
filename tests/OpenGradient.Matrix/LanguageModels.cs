using OpenGradient.Models.Synthetic;
using OpenGradient.Tests;

namespace OpenGradient.Matrix;

/// <summary>Small language models with random weights in each of the encodings that people run, and tinychat on a text longer than a block of its cache.</summary>
internal static class LanguageModels
{
    /// <summary>Rows of 256 elements: the least that a block of <c>q4_k</c> needs.</summary>
    private static readonly SyntheticShape Shape = new("small", Width: 256, BlockCount: 1, InnerWidth: 256, HeadCount: 4, KvHeadCount: 2, VocabularySize: 96);

    public static IEnumerable<Subject> All(string folder) =>
    [
        new Subject("tinychat@34", null, static () => Readings.Run(Repository.PathOf("models/tinychat/tinychat.gguf"))),
        .. ((string[])["f16", "q8_0", "q4_0", "q4_k"]).Select(encoding => new Subject($"llama-{encoding}", null, () => Readings.Run(Write(folder, encoding)))),
    ];

    private static string Write(string folder, string encoding)
    {
        string path = Path.Combine(folder, $"{encoding}.gguf");
        using FileStream file = File.Create(path);
        new SyntheticModel(Shape, encoding).Write(file, seed: 1, progress: null, CancellationToken.None);
        return path;
    }
}
