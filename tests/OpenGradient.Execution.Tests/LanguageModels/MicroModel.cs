using System.Runtime.InteropServices;
using OpenGradient.Models;
using OpenGradient.Tests;

namespace OpenGradient.Execution.Tests.LanguageModels;

/// <summary>The small random models with an independent engine's logits.</summary>
internal static class MicroModel
{
    public const int Positions = 48;
    public const int Vocabulary = 256;

    public static Executable Load(string name)
    {
        using OpenedModel model = ModelFile.Open(ExternalVectors.Require($"llm/micro-{name}.gguf"));
        return Executable.Load(model.Program, model.Constants);
    }

    /// <summary>[positions, vocabulary].</summary>
    public static float[] ExpectedLogits(string name) =>
        MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(ExternalVectors.Require($"llm/micro-{name}.logits"))).ToArray();

    public static int[] Tokens()
    {
        uint state = 12345;
        int[] tokens = new int[Positions];
        for (int i = 0; i < tokens.Length; i++)
        {
            state = (state * 1664525) + 1013904223;
            tokens[i] = (int)((state >> 8) % 256);
        }

        return tokens;
    }
}
