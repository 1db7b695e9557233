using OpenGradient.Primitives;

namespace OpenGradient.Models.Tokenizers.Patterns;

/// <summary>What the matches of one pattern in the pieces of one text share: the steps that are left, and how far runs of letters were found to go.</summary>
/// <remarks>A text may be cut into pieces of a letter each: were each given steps or memory of its own, the cost would no longer be in proportion to the text.</remarks>
internal sealed class PatternMemory(Pattern pattern, int letterCount)
{
    private const int StepsPerLetter = 256;
    private const int ExtraSteps = 1 << 20;

    private long _stepsLeft = ((long)letterCount * StepsPerLetter) + ExtraSteps;

    /// <summary>For each instruction, the stretch that it looked at last.</summary>
    public KnownRun[] Runs { get; } = new KnownRun[pattern.Instructions.Length];

    /// <summary>Takes steps off those that are left.</summary>
    /// <exception cref="InvalidInputException">There are none left.</exception>
    public void Spend(int steps)
    {
        _stepsLeft -= steps;
        if (_stepsLeft < 0)
            throw PatternError.TooLarge(pattern.Source, $"The pattern takes more than {StepsPerLetter} steps for each letter of the text.");
    }

    /// <summary>A stretch of letters of one set, and where in it, or behind it, what follows can begin last.</summary>
    internal record struct KnownRun(int Start, int End, int LastUse);
}
