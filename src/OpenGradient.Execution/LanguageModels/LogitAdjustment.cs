namespace OpenGradient.Execution.LanguageModels;

/// <summary>Changes logits before a token is chosen: penalties, then bias (spec/exec-1, section 15).</summary>
/// <remarks>Not for use by two threads.</remarks>
internal sealed class LogitAdjustment
{
    private readonly SamplingSettings _settings;
    private readonly Dictionary<int, int> _counts = [];
    private float[] _row = [];

    public LogitAdjustment(SamplingSettings settings, ReadOnlySpan<int> prompt)
    {
        _settings = settings;
        foreach (int token in prompt)
            _counts[token] = 0;
    }

    /// <summary>The row that tokens are chosen from; valid until the next call.</summary>
    public ReadOnlySpan<float> Apply(ReadOnlySpan<float> logits)
    {
        if (_row.Length != logits.Length)
            _row = new float[logits.Length];
        logits.CopyTo(_row);
        foreach ((int token, int count) in _counts)
        {
            if (token < _row.Length)
                _row[token] = Penalise(_settings, _row[token], count);
        }

        foreach ((int token, float bias) in _settings.LogitBias)
        {
            if (token < _row.Length)
                _row[token] += bias;
        }

        return _row;
    }

    /// <summary>Counts a token of the answer.</summary>
    public void Note(int token) => _counts[token] = _counts.GetValueOrDefault(token) + 1;

    /// <summary>The penalties, without bias.</summary>
    /// <param name="settings">How much they are.</param>
    /// <param name="logit">The logit of a token that prompt or answer has.</param>
    /// <param name="count">How often the answer has it.</param>
    public static float Penalise(in SamplingSettings settings, float logit, int count)
    {
        float penalised = logit > 0f ? logit / settings.RepetitionPenalty : logit * settings.RepetitionPenalty;
        if (count == 0)
            return penalised;
        penalised -= settings.FrequencyPenalty * count;
        return penalised - settings.PresencePenalty;
    }
}
