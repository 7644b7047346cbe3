using Gateway.Hal.Sim;

namespace Gateway.Simulator;

/// <summary>Makes the firmware of a board out of its parts; called again at each restart.</summary>
public delegate IBoardApplication BoardFirmware(SimBoard board);

/// <summary>What runs on a simulated board.</summary>
public static class BoardFirmwares
{
    /// <summary>The gateway's own application.</summary>
    public static IBoardApplication Gateway(SimBoard board) =>
        new EchoApplication(board.Serial, board.Info.FactoryName);
}
