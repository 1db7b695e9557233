using System.Collections.Immutable;
using OpenGradient.Execution;
using OpenGradient.Hub;
using OpenGradient.Models;
using OpenGradient.Programs;

namespace OpenGradient.Gateway;

/// <summary>A model that is loaded and ready to run.</summary>
internal sealed class HostedModel : IDisposable
{
    private readonly OpenedModel _opened;
    private readonly Lazy<ImmutableArray<OutputShape>> _outputShapes;

    public HostedModel(PublishedModel published, OpenedModel opened)
    {
        _opened = opened;
        Published = published;
        Executable = Executable.Load(opened.Program, opened.Constants);
        _outputShapes = new(() => OutputShape.Probe(Executable));
    }

    public PublishedModel Published { get; }

    public Executable Executable { get; }

    public OpenedModel Opened => _opened;

    public ImmutableArray<ProgramInput> Inputs => _opened.Program.Inputs;

    public ImmutableArray<ProgramOutput> Outputs => _opened.Program.Outputs;

    /// <summary>What its outputs look like; found out when it is first asked for.</summary>
    public ImmutableArray<OutputShape> OutputShapes => _outputShapes.Value;

    /// <summary>Whether it answers chats; every other model takes tensors.</summary>
    public bool IsLanguageModel => _opened.Program.Sequence is not null;

    public void Dispose() => _opened.Dispose();
}
