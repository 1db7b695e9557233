using System.Xml.Linq;
using OpenGradient.Tests;

namespace OpenGradient.Architecture.Tests;

/// <summary>Holds the projects to the arrows of the architecture: a room may reference what stands in its row, nothing else.</summary>
public sealed class RoomTests
{
    private static readonly Dictionary<string, string[]> Arrows = new(StringComparer.Ordinal)
    {
        ["Primitives"] = [],
        ["Kernels"] = ["Primitives"],
        ["Programs"] = ["Primitives"],
        ["Models"] = ["Execution", "Programs"],
        ["Execution"] = ["Kernels", "Programs"],
        ["Conformance"] = ["Execution", "Models"],
        ["Receipts"] = ["Primitives"],
        ["Transparency"] = ["Primitives"],
        ["Transparency.Log"] = ["Transparency"],
        ["Transparency.Witness"] = ["Transparency.Log"],
        ["Interop"] = ["Receipts", "Transparency"],
        ["Verification"] = ["Receipts", "Transparency", "Zk"],
        ["Verifier"] = ["Verification"],
        ["Zk"] = ["Programs"],
        ["Zk.Prover"] = ["Zk"],
        ["Hub"] = ["Models"],
        ["Gateway"] = ["Execution", "Models", "Hub", "Receipts", "Interop", "Transparency.Log", "Transparency.Witness", "Verification", "Zk.Prover"],
        ["Client"] = ["Verification"],
        ["Proxy"] = ["Client", "Gateway", "Verification"],
        ["Explorer"] = [],
        ["Cli"] = ["Client", "Gateway", "Proxy", "Explorer", "Transparency.Witness", "Verification", "Execution", "Hub", "Conformance", "Interop", "Zk.Prover"],
    };

    private static readonly string[] VerifierClosure = ["Interop", "Primitives", "Programs", "Receipts", "Transparency", "Verification", "Zk"];

    public static TheoryData<string> Rooms() => [.. RepositoryFiles.Find("src", "*.csproj").Select(RoomOf)];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void Room_ProjectReferences_FollowTheArrows(string room)
    {
        Assert.True(Arrows.ContainsKey(room), $"{room} is not a room of the architecture: add it to the map and to this test.");

        string[] references = ReadReferences(room);

        Assert.Empty(references.Except(Arrows[room], StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void Room_InTheVerifierClosure_SaysSoAndOnlyThen(string room)
    {
        string project = File.ReadAllText(ProjectOf(room));

        bool isMarked = project.Contains("eng/Closure.props", StringComparison.Ordinal);

        Assert.Equal(VerifierClosure.Contains(room, StringComparer.Ordinal), isMarked);
    }

    [Fact]
    public void VerifierClosure_References_StayInside()
    {
        foreach (string room in VerifierClosure)
            Assert.Empty(ReadReferences(room).Except(VerifierClosure, StringComparer.Ordinal));
    }

    [Fact]
    public void Tests_Folders_MirrorRooms()
    {
        string[] rooms = [.. Rooms().Select(static row => row.Data), "Architecture"];

        string[] suites = [.. RepositoryFiles.Find("tests", "*.Tests.csproj").Select(RoomOf).Select(static name => name.Replace(".Tests", "", StringComparison.Ordinal))];

        Assert.Empty(suites.Except(rooms, StringComparer.Ordinal));
    }

    private static string[] ReadReferences(string room) =>
        [.. XDocument.Load(ProjectOf(room)).Descendants("ProjectReference").Select(static item => RoomOf((string)item.Attribute("Include")!))];

    private static string ProjectOf(string room) => Repository.PathOf($"src/OpenGradient.{room}/OpenGradient.{room}.csproj");

    private static string RoomOf(string project) =>
        Path.GetFileNameWithoutExtension(project.Replace('\\', '/')).Replace("OpenGradient.", "", StringComparison.Ordinal);
}
