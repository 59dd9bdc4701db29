package io.defenderrelay.simulated;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What a response to a threat acts on in this tenant: its devices, users, mail and indicators. */
public final class Estate {

    private final DefenderLimits limits = new DefenderLimits();
    private final Machines machines;
    private final MachineActions actions;
    private final Indicators indicators = new Indicators();
    private final DirectoryUsers users = new DirectoryUsers();
    private final RiskyUsers risks;
    private final MailRemediations mail = new MailRemediations();

    Estate(Supplier<Instant> now) {
        this.machines = new Machines(now);
        this.actions = new MachineActions(now, machines, limits);
        this.risks = new RiskyUsers(now);
    }

    public Machines machines() {
        return machines;
    }

    public MachineActions actions() {
        return actions;
    }

    public Indicators indicators() {
        return indicators;
    }

    public DirectoryUsers users() {
        return users;
    }

    /** What Identity Protection knows of the users. */
    public RiskyUsers risks() {
        return risks;
    }

    public MailRemediations mail() {
        return mail;
    }

    Routes routes(SignIn signIn, Supplier<URI> endpoint) {
        List<Route> routes = new ArrayList<>(new MachineCalls(machines, actions, endpoint).routes());
        routes.addAll(new ActionCalls(actions, endpoint).routes());
        routes.addAll(new IndicatorCalls(indicators, endpoint).routes());
        routes.addAll(new UserCalls(users, endpoint).routes());
        routes.addAll(new EligibilityCalls(users, risks).routes());
        routes.addAll(new UserWrites(users).routes());
        routes.addAll(new RiskCalls(risks, users).routes());
        routes.addAll(mail.routes());
        return new Routes(signIn, limits, routes);
    }

    void reset() {
        machines.reset();
        actions.reset();
        indicators.reset();
        users.reset();
        risks.reset();
        mail.reset();
    }
}
