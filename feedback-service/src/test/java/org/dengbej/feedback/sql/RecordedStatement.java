package org.dengbej.feedback.sql;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * A statement that the service has run.
 *
 * @param sql        its text
 * @param parameters the last ones that it was run with
 */
public record RecordedStatement(String sql, List<Parameter> parameters) {

    /** A call of {@link PreparedStatement} that sets a parameter. */
    public record Parameter(Method setter, Object[] arguments) {}

    /** An array of the database, which belongs to its connection and is made anew for another one. */
    public record Elements(String type, Object[] values) {}

    public RecordedStatement {
        parameters = List.copyOf(parameters);
    }

    /** Prepares it again, after some other words. */
    public PreparedStatement prepare(Connection connection, String prefix) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(prefix + sql);
        for (Parameter parameter : parameters) {
            Object[] arguments = parameter.arguments().clone();
            for (int i = 0; i < arguments.length; i++) {
                if (arguments[i] instanceof Elements array) {
                    arguments[i] = connection.createArrayOf(array.type(), array.values());
                }
            }
            try {
                parameter.setter().invoke(statement, arguments);
            } catch (InvocationTargetException | IllegalAccessException e) {
                throw new LinkageError("a parameter cannot be set again in: " + sql, e);
            }
        }
        return statement;
    }
}
