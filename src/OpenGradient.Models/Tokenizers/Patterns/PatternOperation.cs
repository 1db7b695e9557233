namespace OpenGradient.Models.Tokenizers.Patterns;

/// <summary>What an instruction of a compiled pattern does.</summary>
internal enum PatternOperation
{
    /// <summary>Takes one code point of the set.</summary>
    Character,

    /// <summary>Takes as many code points of the set as there are, between the bounds; may give back.</summary>
    Run,

    /// <summary>As <see cref="Run"/>, but never gives back.</summary>
    WholeRun,

    /// <summary>Goes on with the next instruction; if that fails, with the target.</summary>
    TryNext,

    /// <summary>Goes on with the target; if that fails, with the next instruction.</summary>
    TryTarget,

    /// <summary>Goes to the target unless the next code point is in the set.</summary>
    Guard,

    /// <summary>Goes to the target.</summary>
    Jump,

    /// <summary>Goes to the target if what follows up to it matches here; takes nothing.</summary>
    Look,

    /// <summary>Goes to the target if what follows up to it does not match here; takes nothing.</summary>
    LookNot,

    /// <summary>Matches what follows up to the target in the first way that does, then goes there.</summary>
    Atomic,

    /// <summary>Holds at the start of the text.</summary>
    Start,

    /// <summary>Holds at the end of the text.</summary>
    End,

    /// <summary>Holds between a word character and something else.</summary>
    WordBoundary,

    /// <summary>Holds where <see cref="WordBoundary"/> does not.</summary>
    InsideOrOutside,

    /// <summary>The match ends here.</summary>
    Accept,
}
