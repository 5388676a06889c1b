using System.Net;

namespace Eval.Harness.Models;

/// <summary>Tells addresses of this machine and of private networks, where nobody is billed by a host's price list.</summary>
internal static class LocalNetwork
{
    private static readonly IPNetwork[] Private =
    [
        IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("100.64.0.0/10"), IPNetwork.Parse("0.0.0.0/32"),
        IPNetwork.Parse("fc00::/7"), IPNetwork.Parse("fe80::/10"),
    ];

    private static readonly string[] Endings = [".localhost", ".local", ".internal", ".lan", ".home.arpa"];

    /// <summary>Returns whether an address leads to this machine or a private network, by what is written: no name is looked up.</summary>
    public static bool Contains(Uri address)
    {
        var host = address.IdnHost.Trim('[', ']').TrimEnd('.');
        if (IPAddress.TryParse(host, out var ip))
        {
            var plain = ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip;
            return IPAddress.IsLoopback(plain)
                || Private.Any(network => network.BaseAddress.AddressFamily == plain.AddressFamily && network.Contains(plain));
        }

        // A name without a dot is a container's or a machine's of this network.
        var isShort = host.Length > 0 && !host.Contains('.', StringComparison.Ordinal);
        return isShort || Endings.Any(ending => host.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
    }
}
