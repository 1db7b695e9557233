using OpenGradient.Primitives;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>Counts the steps of making a grammar, so that a short text cannot ask for a long time. The same text takes the same steps on every machine.</summary>
/// <param name="subject">What a message names: the parameter that the text came in.</param>
internal sealed class CompileBudget(string subject)
{
    /// <summary>What a state of an automaton counts, because it is kept.</summary>
    public const int StateSteps = 16;

    private const int Most = 1 << 20;

    private int _left = Most;

    /// <exception cref="InvalidInputException">There were too many.</exception>
    public void Spend(int steps)
    {
        _left -= Math.Min(steps, _left + 1);
        if (_left < 0)
            throw new InvalidInputException(InvalidInputKind.TooLarge, subject, $"To make a grammar of it takes more than {Most} steps: lower its counts.");
    }
}
