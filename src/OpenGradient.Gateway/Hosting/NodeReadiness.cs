namespace OpenGradient.Gateway;

/// <summary>Whether the node takes requests: false before its models are loaded and while it stops.</summary>
internal sealed class NodeReadiness
{
    private volatile bool _isReady;

    public bool IsReady => _isReady;

    public void Set(bool isReady) => _isReady = isReady;
}
