using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using OpenGradient.Primitives;

namespace OpenGradient.Gateway;

/// <summary>Takes the node's address before anything else is done: a port that is taken is known at once, not after the models are imported.</summary>
/// <remarks>The address is bound and not listened on: clients are refused until the node is ready.</remarks>
internal static class ListenSocket
{
    /// <exception cref="InvalidInputException">The address cannot be had.</exception>
    public static Socket Bind(NodeOptions options)
    {
        try
        {
            return SocketTransportOptions.CreateDefaultBoundListenSocket(new IPEndPoint(IPAddress.Parse(options.Address), options.Port));
        }
        catch (SocketException error)
        {
            throw Refused(options, error.SocketErrorCode, error);
        }
    }

    /// <summary>The error for an address that cannot be had.</summary>
    public static InvalidInputException Refused(NodeOptions options, SocketError code, Exception error) => new(
        InvalidInputKind.Conflict,
        "port",
        code switch
        {
            SocketError.AddressAlreadyInUse =>
                $"{options.Address}:{options.Port} is taken by another program, perhaps a node: choose another port with --port N, or --port 0 for a free one.",
            SocketError.AccessDenied => $"{options.Address}:{options.Port} is not for this user: choose a port from 1024 with --port N, or --port 0 for a free one.",
            _ => $"{options.Address} is no address of this machine.",
        },
        error);
}
