CREATE TRIGGER audit_entries_stay BEFORE UPDATE ON audit_entries FOR EACH ROW BEGIN
    IF OLD.number IS NOT NULL OR NEW.number IS NULL THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the audit log only grows';
    END IF; END;
CREATE TRIGGER audit_entries_remain BEFORE DELETE ON audit_entries FOR EACH ROW
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the audit log only grows';
CREATE TRIGGER audit_personal_stays BEFORE UPDATE ON audit_personal FOR EACH ROW
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the audit log only grows';
CREATE TRIGGER audit_nodes_stay BEFORE UPDATE ON audit_nodes FOR EACH ROW
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the audit log only grows';
CREATE TRIGGER audit_nodes_remain BEFORE DELETE ON audit_nodes FOR EACH ROW
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the audit log only grows';
CREATE TRIGGER audit_heads_stay BEFORE UPDATE ON audit_heads FOR EACH ROW
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the audit log only grows';
CREATE TRIGGER audit_heads_remain BEFORE DELETE ON audit_heads FOR EACH ROW
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the audit log only grows';
CREATE TRIGGER audit_tree_grows BEFORE UPDATE ON audit_tree FOR EACH ROW BEGIN
    IF NEW.size < OLD.size THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the audit log only grows';
    END IF; END;
CREATE TRIGGER audit_tree_remains BEFORE DELETE ON audit_tree FOR EACH ROW
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the audit log only grows';
