using System.Diagnostics;

namespace OpenGradient.Cli.Tests.Nodes;

/// <summary>A node that runs, and the command line of somebody in a checkout who talks to it.</summary>
public sealed class RunningNode : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("og-node-").FullName;
    private readonly NodeProcess _node;

    public RunningNode() => _node = NodeProcess.Start(PathOf("data"));

    public string Address => _node.Address;

    public string PathOf(string name) => Path.Combine(_folder, name);

    public void Dispose()
    {
        _node.Stop();
        _node.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    internal OgResult Ask(params string[] arguments)
    {
        ProcessStartInfo info = Og.StartInfo(arguments);
        info.Environment["OG_COMMAND"] = "./og";
        info.Environment["OG_NODE"] = _node.Address;
        return Og.Run(info);
    }
}
