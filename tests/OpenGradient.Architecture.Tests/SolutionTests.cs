using System.Xml.Linq;
using OpenGradient.Tests;

namespace OpenGradient.Architecture.Tests;

/// <summary>What is not in the solution is neither built nor tested, and nobody notices.</summary>
public sealed class SolutionTests
{
    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    [InlineData("bench")]
    public void Solution_Projects_AreThoseOfTheFolder(string folder)
    {
        string[] projects = [.. XDocument.Load(Repository.PathOf("OpenGradient.slnx")).Descendants("Project").Select(static item => (string)item.Attribute("Path")!)];

        Assert.Equal(RepositoryFiles.Find(folder, "*.csproj"), projects.Where(path => path.StartsWith(folder + "/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }
}
