using LeadRouter.Domain.Leads;
using LeadRouter.UseCases.Leads;
using LeadRouter.UseCases.Ports;
using LeadRouter.UseCases.Tests.World;
using Moq;

namespace LeadRouter.UseCases.Tests;

public sealed class SendSignalTests
{
    [Theory]
    [InlineData(LeadStatus.Offered, true, false)]
    [InlineData(LeadStatus.Offered, false, true)]
    [InlineData(LeadStatus.Won, true, true)]
    [InlineData(LeadStatus.Linked, true, true)]
    public async Task A_signal_is_noted_as_due_unless_its_wake_up_is_sure_to_arrive_at_a_running_lead(LeadStatus state, bool sure, bool noted)
    {
        var (leads, index, driver) = (new Mock<ILeadStore>(), new Mock<ILeadIndex>(), new Mock<IWakeLead>());
        driver.Setup(d => d.WakeForSureAsync(new LeadId("lead"), default)).ReturnsAsync(sure);
        var receipt = new LeadReceipt(new LeadId("lead"), TestWorld.Monday9, state);
        await new SendSignal(leads.Object, index.Object, driver.Object).RunAsync(receipt, new SignalRow("s", TestWorld.Monday9, new Signal.LookAgain()), default);
        leads.Verify(l => l.AddSignalAsync(receipt.Id, It.IsAny<SignalRow>(), default), Times.Once);
        var times = noted ? Times.Once() : Times.Never();
        index.Verify(i => i.MarkDueAsync(receipt, TestWorld.Monday9, default), times);
        driver.Verify(d => d.WakeAsync(receipt.Id, default), times);
    }
}
