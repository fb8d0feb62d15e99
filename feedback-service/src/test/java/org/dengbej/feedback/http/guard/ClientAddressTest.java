package org.dengbej.feedback.http.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {

    @Test
    void aClientIsTheAddressThatTheFirstOfOurProxiesAppended() {
        assertThat(ClientAddress.fromEnd("1.1.1.1, 2.2.2.2, 3.3.3.3", 1)).isEqualTo("3.3.3.3");
        assertThat(ClientAddress.fromEnd("1.1.1.1, 2.2.2.2, 3.3.3.3", 2)).isEqualTo("2.2.2.2");
        assertThat(ClientAddress.fromEnd("1.1.1.1", 2)).isEqualTo("1.1.1.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", ",,", " , ", "1.1.1.1,", ",1.1.1.1,,"})
    void aHeaderOfCommasAloneIsAnAddressToo(String forwarded) {
        String address = ClientAddress.fromEnd(forwarded, 1);
        assertThat(ClientAddress.network(address)).isEqualTo(address).isEmpty();
    }
}
