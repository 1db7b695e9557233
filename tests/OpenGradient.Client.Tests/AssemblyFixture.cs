using OpenGradient.Proxy.Tests;

[assembly: AssemblyFixture(typeof(NodeFixture))]
