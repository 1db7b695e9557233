using OpenGradient.Client.Tests;

[assembly: AssemblyFixture(typeof(NodeFixture))]
