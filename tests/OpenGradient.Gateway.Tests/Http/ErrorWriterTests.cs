using Microsoft.AspNetCore.Http;

namespace OpenGradient.Gateway.Tests.Http;

public sealed class ErrorWriterTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(37)]
    public async Task Write_Busy_SaysWhenToComeBack(int seconds)
    {
        DefaultHttpContext context = new();

        await ErrorWriter.WriteAsync(context, HttpError.From(new NodeBusyException(TimeSpan.FromSeconds(seconds)))!);

        Assert.Equal(429, context.Response.StatusCode);
        Assert.Equal($"{seconds}", context.Response.Headers.RetryAfter.ToString());
    }
}
