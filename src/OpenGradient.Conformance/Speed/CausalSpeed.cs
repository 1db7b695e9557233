using System.Diagnostics;
using OpenGradient.Execution;
using OpenGradient.Execution.LanguageModels;

namespace OpenGradient.Conformance.Speed;

/// <summary>Times runs of a language model, each kind again and again until its time is up.</summary>
internal sealed class CausalSpeed(Executable executable, int vocabularySize, TimeSpan measureTime)
{
    /// <summary>Tokens per second of a prompt: of the fastest run.</summary>
    public double Prompt(int tokenCount, CancellationToken cancellationToken)
    {
        int[] tokens = Tokens(tokenCount);
        new CausalSession(executable).Append(tokens.AsSpan(0, WarmUpTokens), cancellationToken);
        return tokenCount / Times(() => new CausalSession(executable), tokens, cancellationToken).Min();
    }

    /// <summary>Tokens per second of so many rows at once, after a short text: of the median run.</summary>
    public double Rows(int rowCount, CancellationToken cancellationToken)
    {
        int[] tokens = Tokens(rowCount);
        CausalSession? session = null;
        List<double> times = Times(
            () =>
            {
                if (session is null || session.Position > MostPositions)
                {
                    session = new CausalSession(executable);
                    session.Append(Tokens(WarmUpTokens), cancellationToken);
                    session.Append(tokens, cancellationToken);
                }

                return session;
            },
            tokens,
            cancellationToken);
        times.Sort();
        return rowCount / times[times.Count / 2];
    }

    private List<double> Times(Func<CausalSession> prepare, int[] tokens, CancellationToken cancellationToken)
    {
        var times = new List<double>();
        long begin = Stopwatch.GetTimestamp();
        do
        {
            CausalSession session = prepare();
            long start = Stopwatch.GetTimestamp();
            session.Append(tokens, cancellationToken);
            times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        while (Stopwatch.GetElapsedTime(begin) < measureTime);
        return times;
    }

    private int[] Tokens(int count) => [.. Enumerable.Range(0, count).Select(i => (int)(i * 7919L % vocabularySize))];

    private const int WarmUpTokens = 32;
    private const int MostPositions = 512;
}
