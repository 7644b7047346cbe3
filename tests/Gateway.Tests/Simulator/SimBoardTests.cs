using System;
using System.IO;
using Gateway.Hal.Sim;
using Xunit;

namespace Gateway.Tests.Simulator;

/// <summary>The parts together.</summary>
public class SimBoardTests
{
    [Theory]
    [InlineData("Ethernet", "Gateway")]
    [InlineData("100GE", "HUAWEI")]
    public void The_port_type_brings_its_name(string portType, string name)
    {
        using SimBoard board = Board(new MemoryFlash(), portType, [1]);
        Assert.Equal((portType, name), (board.Info.PortType, board.Info.FactoryName));
    }

    [Fact]
    public void No_other_port_type() =>
        Assert.Throws<ArgumentException>(() => Board(new MemoryFlash(), "10GE", null));

    [Fact]
    public void A_seed_determines_the_chip()
    {
        using SimBoard one = Board(new MemoryFlash(), "Ethernet", [1]);
        using SimBoard same = Board(new MemoryFlash(), "Ethernet", [1]);
        using SimBoard other = Board(new MemoryFlash(), "Ethernet", [2]);
        using SimBoard random = Board(new MemoryFlash(), "Ethernet", null);
        Assert.Equal(one.Info.ChipId, same.Info.ChipId);
        Assert.Equal(one.Ports[0].PhysicalAddress, same.Ports[0].PhysicalAddress);
        Assert.NotEqual(one.Info.ChipId, other.Info.ChipId);
        Assert.NotEqual(one.Info.ChipId, random.Info.ChipId);
        Assert.Equal(SimBoard.ChipIdSize, random.Info.ChipId.Length);
    }

    [Fact]
    public void A_board_in_a_folder_keeps_its_chip()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("gateway-board-");
        try
        {
            using FolderFlash flash = new(folder.FullName);
            using SimBoard first = Board(flash, "Ethernet", [1]);
            using SimBoard later = Board(flash, "Ethernet", null);
            using SimBoard fresh = Board(new MemoryFlash(), "Ethernet", [1]);
            Assert.Equal(first.Info.ChipId, later.Info.ChipId);
            Assert.Equal(fresh.Info.ChipId, first.Info.ChipId);
            Assert.Empty(flash.List());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_restart_unsets_the_ports()
    {
        using SimBoard board = Board(new MemoryFlash(), "Ethernet", [1]);
        Assert.Null(board.Ports[0].Configure([10, 2, 0, 2], 24, enabled: false));
        board.Restart();
        Assert.Null(board.Ports[0].Address);
        Assert.True(board.Ports[0].IsLinkUp);
    }

    private static SimBoard Board(Gateway.Hal.IFlash flash, string portType, byte[]? seed) =>
        new(flash, new LoopbackSerialLine(),
            new SimBoardOptions { PortType = portType, Seed = seed });
}
