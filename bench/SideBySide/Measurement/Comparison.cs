using OpenGradient.Benchmarks.SideBySide.Engines;
using OpenGradient.Benchmarks.SideBySide.Graphs;

namespace OpenGradient.Benchmarks.SideBySide.Measurement;

/// <summary>One row of the table: a subject at a thread count and a batch size.</summary>
internal sealed record Comparison(Subject Subject, int ThreadCount, int Batch)
{
    /// <summary>Runs the race; an engine that cannot run the subject leaves its reason behind.</summary>
    public Result Measure(Race race, TimeSpan time)
    {
        Feed feed = Subject.Feed(Batch);
        var result = new Result(this);
        var engines = new List<(EngineKind Kind, IEngine Engine)>();
        try
        {
            foreach (EngineKind kind in Enum.GetValues<EngineKind>())
            {
                if (TryCreate(kind, feed, result) is { } engine)
                    engines.Add((kind, engine));
            }

            if (engines.Count == 0)
                return result;
            Spread[] spreads = race.Run([.. engines.Select(static entry => entry.Engine)], feed.Tensor, time);
            for (int i = 0; i < spreads.Length; i++)
                result.Times[engines[i].Kind] = spreads[i];
            return result;
        }
        finally
        {
            foreach ((_, IEngine engine) in engines)
                engine.Dispose();
        }
    }

    private IEngine? TryCreate(EngineKind kind, Feed feed, Result result)
    {
        try
        {
            IEngine engine = EngineFactory.Create(kind, Subject, feed.Name, ThreadCount);
            engine.Run(feed.Tensor);
            return engine;
        }
#pragma warning disable CA1031 // Whatever the reason, the row says that this engine did not run.
        catch (Exception error)
#pragma warning restore CA1031
        {
            result.Failures[kind] = error.Message;
            return null;
        }
    }
}
