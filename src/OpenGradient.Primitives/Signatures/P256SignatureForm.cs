namespace OpenGradient.Primitives;

/// <summary>What can be said of a signature r ‖ s without a key.</summary>
public enum P256SignatureForm
{
    /// <summary>64 bytes, r and s from 1 to n-1, s at most n/2: the one form of a signature that is accepted.</summary>
    LowS,

    /// <summary>The twin (r, n-s) of an acceptable signature: it would verify, and is refused so that nobody can make a second one.</summary>
    HighS,

    /// <summary>Not 64 bytes, or r or s is 0 or not below n: no signature of any key.</summary>
    Malformed,
}
