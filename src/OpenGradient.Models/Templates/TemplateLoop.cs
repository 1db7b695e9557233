namespace OpenGradient.Models.Templates;

/// <summary>What <c>loop</c> stands for in the rounds of one loop, which takes its elements one by one.</summary>
/// <param name="items">The elements.</param>
/// <param name="length">How many there are; null where that shows only at the end.</param>
/// <param name="depth">How many loops this one is called from by <c>loop(…)</c>.</param>
/// <param name="again">Renders the loop once more, over other elements; null where it is not <c>recursive</c>.</param>
internal sealed class TemplateLoop(IEnumerable<object> items, int? length, int depth, Func<object, int, object>? again) : TemplateObject
{
    /// <summary>The variable.</summary>
    public const string Name = "loop";

    private readonly IEnumerator<object> _rest = items.GetEnumerator();
    private readonly Queue<object> _ahead = new();
    private int _index = -1;
    private int? _length = length;
    private object? _before;
    private object? _lastChanged;

    /// <summary>The element of this round.</summary>
    public object Current { get; private set; } = TemplateNone.Value;

    /// <inheritdoc/>
    public override string Kind => "a loop";

    /// <inheritdoc/>
    public override string Printed => $"<LoopContext {_index + 1}/{Length}>";

    /// <inheritdoc/>
    public override bool IsCallable => true;

    /// <inheritdoc/>
    public override int? Count => Length;

    /// <summary>Begins the next round; false if nothing is left.</summary>
    public bool MoveNext()
    {
        if (!Peek(out object? next))
            return false;
        _ahead.Dequeue();
        _before = Current;
        Current = next;
        _index++;
        return true;
    }

    /// <inheritdoc/>
    public override object? Find(string name) => name switch
    {
        "index" => _index + 1L,
        "index0" => (long)_index,
        "revindex" => (long)Length - _index,
        "revindex0" => Length - _index - 1L,
        "first" => _index == 0,
        "last" => !Peek(out _),
        "length" => (long)Length,
        "depth" => depth + 1L,
        "depth0" => (long)depth,
        "previtem" => _index > 0 ? _before : new TemplateUndefined("loop.previtem"),
        "nextitem" => Peek(out object? next) ? next : new TemplateUndefined("loop.nextitem"),
        "cycle" => new TemplateFunction(name, Cycle),
        "changed" => new TemplateFunction(name, HasChanged),
        _ => null,
    };

    /// <inheritdoc/>
    public override object Call(TemplateCall call) => again is null
        ? throw TemplateError.Runtime("A loop that calls itself must be marked 'recursive'.")
        : again(call.Bind(1, "iterable")[0]!, depth + 1);

    private int Length
    {
        get
        {
            if (_length is { } known)
                return known;
            while (_rest.MoveNext())
                _ahead.Enqueue(_rest.Current);
            _length = _index + 1 + _ahead.Count;
            return _length.Value;
        }
    }

    private bool Peek([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out object? next)
    {
        if (_ahead.Count == 0 && _rest.MoveNext())
            _ahead.Enqueue(_rest.Current);
        return _ahead.TryPeek(out next);
    }

    private object Cycle(TemplateCall call) => call.Positional.Count > 0 && call.Named.Count == 0
        ? call.Positional[_index % call.Positional.Count]
        : throw TemplateError.Runtime("'cycle' has nothing to give.");

    /// <summary>Whether values differ from those of the call before.</summary>
    private object HasChanged(TemplateCall call)
    {
        if (call.Named.Count > 0)
            throw TemplateError.Runtime("'changed' takes no named arguments.");
        TemplateTuple values = new(call.Positional);
        bool hasChanged = _lastChanged is null || !TemplateValues.AreEqual(_lastChanged, values);
        _lastChanged = values;
        return hasChanged;
    }
}
