package io.defenderrelay.architecture.planted.tenant;

/** Holds one class for each name that says nothing, and names that only look like them. */
final class VagueNames {
    record TenantUtil() {}

    record TenantUtils() {}

    record TenantHelper() {}

    record TenantManager() {}

    record TenantCommon() {}

    record TenantImpl() {}

    record TenantBase() {}

    record TenantDTO() {}

    record TenantDto() {}

    record AbstractTenant() {}

    record Database() {}

    record Implicit() {}

    record HelperOfTenants() {}
}
