using Gateway.Hal.Sim;

namespace Gateway.Simulator;

/// <summary>Makes the firmware of a board out of its parts; called again at each restart.</summary>
public delegate IBoardApplication BoardFirmware(SimBoard board);

/// <summary>What runs on a simulated board.</summary>
public static class BoardFirmwares
{
    /// <summary>The gateway's own application, a person at its console.</summary>
    public static IBoardApplication Gateway(SimBoard board) =>
        new GatewayFirmware(board, isScripted: false);

    /// <summary>The gateway's own application, a script at its console.</summary>
    public static IBoardApplication ScriptedGateway(SimBoard board) =>
        new GatewayFirmware(board, isScripted: true);
}
