using OpenGradient.Gateway.Tests.Support;

[assembly: AssemblyFixture(typeof(TestNode))]
