using OpenGradient.Programs;

namespace OpenGradient.Models.Compilation;

/// <summary>A value of a Program in the making; told from others by identity.</summary>
internal sealed class DraftValue
{
    private ValueFacts? _facts;

    private DraftValue()
    {
    }

    /// <summary>What is known of it before any run.</summary>
    public ValueFacts Facts
    {
        get => _facts ??= Constant is not null ? ValueFacts.Of(Constant) : Input is not null ? ValueFacts.Of(Input) : ValueFacts.Unknown;
        set => _facts = value;
    }

    /// <summary>The step that makes it; null for inputs and constants.</summary>
    public DraftStep? Step { get; private init; }

    /// <summary>The weight that it is; null for inputs and results.</summary>
    public DraftConstant? Constant { get; private init; }

    /// <summary>The input that it is; null for constants and results.</summary>
    public ProgramInput? Input { get; private init; }

    /// <summary>The element type; null if it is not known before a run.</summary>
    public ElementType? Type => Facts.Type;

    /// <summary>For a constant of a narrow float: the same numbers as <c>f32</c>, once somebody has asked for them.</summary>
    public DraftValue? Widened { get; set; }

    public static DraftValue Of(DraftStep step) => new() { Step = step };

    public static DraftValue Of(DraftConstant constant) => new() { Constant = constant };

    public static DraftValue Of(ProgramInput input) => new() { Input = input };

    /// <summary>An input of a body.</summary>
    public static DraftValue OfBody(ValueFacts facts) => new() { Facts = facts };
}
