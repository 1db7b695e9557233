namespace OpenGradient.Models.Templates;

/// <summary>A value with members of its own, that can be called, or gone through, or neither.</summary>
internal abstract class TemplateObject
{
    /// <summary>What it is, for messages.</summary>
    public abstract string Kind { get; }

    /// <summary>What Python's <c>str</c> makes of it; null where that would be an address in memory.</summary>
    public virtual string? Printed => null;

    /// <summary>Whether it can be called.</summary>
    public virtual bool IsCallable => false;

    /// <summary>How many elements it has; null where that cannot be asked.</summary>
    public virtual int? Count => null;

    /// <summary>What a loop goes through; null where none can.</summary>
    public virtual IEnumerable<object>? Items => null;

    /// <summary>A member; null if there is none of this name.</summary>
    public virtual object? Find(string name) => null;

    /// <summary>Calls it.</summary>
    public virtual object Call(TemplateCall call) => throw TemplateError.Runtime($"{Kind} cannot be called.");
}
