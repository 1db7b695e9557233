namespace OpenGradient.Execution.LanguageModels;

/// <summary>Places without order and repetition, to find an equal set again.</summary>
internal readonly struct PlaceSet : IEquatable<PlaceSet>
{
    private readonly bool _isComplete;
    private readonly int _hash;

    public PlaceSet(List<(int Position, GrammarFrames Frames)> places, bool isComplete)
    {
        places.Sort(static (left, right) => left.Position != right.Position ? left.Position.CompareTo(right.Position) : left.Frames.Id.CompareTo(right.Frames.Id));
        HashCode hash = default;
        hash.Add(isComplete);
        int count = 0;
        for (int i = 0; i < places.Count; i++)
        {
            if (count > 0 && places[i] == places[count - 1])
                continue;
            places[count++] = places[i];
            hash.Add(places[i].Position);
            hash.Add(places[i].Frames.Id);
        }

        places.RemoveRange(count, places.Count - count);
        Places = [.. places];
        _isComplete = isComplete;
        _hash = hash.ToHashCode();
    }

    /// <summary>The places, by position and then by frames.</summary>
    public (int Position, GrammarFrames Frames)[] Places { get; }

    public bool Equals(PlaceSet other) => _isComplete == other._isComplete && Places.AsSpan().SequenceEqual(other.Places);

    public override bool Equals(object? obj) => obj is PlaceSet other && Equals(other);

    public override int GetHashCode() => _hash;
}
