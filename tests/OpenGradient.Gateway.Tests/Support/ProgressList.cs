using OpenGradient.Hub;

namespace OpenGradient.Gateway.Tests.Support;

/// <summary>Every step that was reported, in order.</summary>
internal sealed class ProgressList : List<ImportProgress>, IProgress<ImportProgress>
{
    public void Report(ImportProgress value) => Add(value);
}
