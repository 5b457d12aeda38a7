using System.Net;
using System.Net.Sockets;
using LeadRouter.Adapters.Providers;

namespace LeadRouter.Adapters.Tests.Providers;

/// <summary>S7: no call to a configured address reaches a private one, however it is written.</summary>
public sealed class PublicNetworkTests
{
    public static TheoryData<string> Private =>
    [
        "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.254", "127.0.0.1", "127.1.2.3", "127.255.255.255", "169.254.0.1", "169.254.169.254", "169.254.170.2",
        "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.0.170", "192.0.2.1", "192.88.99.1", "192.168.0.1", "192.168.255.255", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1",
        "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "168.63.129.16",
        "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::ffff:7f00:1", "::127.0.0.1", "::10.1.2.3", "64:ff9b::127.0.0.1", "64:ff9b::a00:1", "64:ff9b:1::1",
        "100::1", "2001:db8::1", "2001::1", "2001:10::1", "2002:7f00:1::", "2002:a00:1::1", "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fdff::1", "fe80::1", "febf::1", "fec0::1", "ff02::1", "ff0e::1",
    ];

    public static TheoryData<string> Spellings =>
    [
        "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "017700000001", "localhost", "LOCALHOST", "localhost.", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:0:0:1]",
        "127.0.0.1.", "127.000.000.001", "0.0.0.0", "[::]",
    ];

    [Theory]
    [MemberData(nameof(Private))]
    public void A_private_address_is_not_public(string address) =>
        Assert.False(PublicNetwork.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("9.255.255.255")]
    [InlineData("11.0.0.1")]
    [InlineData("100.63.255.255")]
    [InlineData("172.15.0.1")]
    [InlineData("172.32.0.1")]
    [InlineData("193.0.0.1")]
    [InlineData("2606:4700::1111")]
    [InlineData("2a00:1450:4003::1")]
    [InlineData("::ffff:1.1.1.1")]
    public void A_public_address_is(string address) => Assert.True(PublicNetwork.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task No_spelling_of_this_machine_is_connected_to(string host)
    {
        using var trap = new TcpListener(IPAddress.Any, 0);
        trap.Start();
        using var http = PublicNetwork.Client(allowPrivate: false, TimeSpan.FromSeconds(5), 1024);
        await Assert.ThrowsAnyAsync<Exception>(() => http.GetAsync(new Uri($"http://{host}:{((IPEndPoint)trap.LocalEndpoint).Port}/"), TestContext.Current.CancellationToken));
        Assert.False(trap.Pending());
    }
}
